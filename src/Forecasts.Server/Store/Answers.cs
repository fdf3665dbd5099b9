namespace Forecasts.Server.Store;

/// <summary>What came of a command, as an answer of the API.</summary>
public static class Answers
{
    /// <summary>The answer to a command: problem details, or the body with the new version as its ETag.</summary>
    public static IResult Answer(this HttpContext context, Appended done, object body, int status = 200)
    {
        if (done.Rejection is { } refused)
            return Problems.Of(refused);
        context.Tag(done.Version);
        return Results.Json(body, statusCode: status);
    }
}
