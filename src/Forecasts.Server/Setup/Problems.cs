using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Server.Features.Scoring;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>Refusals as RFC 9457 problem details with a stable <c>code</c>.</summary>
public static class Problems
{
    public static IResult Of(Rejection rejection) => Of(Status(rejection.Kind), rejection.Code, rejection.Message, rejection.Field);

    public static IResult Of(int status, string code, string message, string? field = null)
    {
        var details = new ProblemDetails { Status = status, Title = Title(status), Detail = message };
        details.Extensions["code"] = code;
        if (field is not null) details.Extensions["field"] = field;
        return Results.Problem(details);
    }

    public static int Status(RejectionKind kind) => kind switch
    {
        RejectionKind.Forbidden => 403,
        RejectionKind.NotFound => 404,
        RejectionKind.Conflict => 409,
        RejectionKind.Stale => 412,
        _ => 422,
    };

    /// <summary>Turns what no endpoint answered into the same form.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(handler => handler.Run(context => Answer(context, context.Features.Get<IExceptionHandlerFeature>()?.Error)));
        app.UseStatusCodePages(async status =>
        {
            var response = status.HttpContext.Response;
            if (!IsApi(status.HttpContext.Request)) return;
            var (code, message) = response.StatusCode switch
            {
                401 => ("token.missing", "Send a personal access token that is valid: Authorization: Bearer fct_..."),
                403 => ("access.denied", "You may not do this."),
                404 => ("route.unknown", "There is no such address."),
                405 => ("method.unknown", "This address does not take that method."),
                413 => TooLarge,
                415 => ("media.unsupported", "The content type is not one that this address takes: application/json, or text/csv for imports."),
                _ => ("request.refused", "The request was refused."),
            };
            await Of(response.StatusCode, code, message).ExecuteAsync(status.HttpContext);
        });
    }

    private static readonly (string Code, string Message) TooLarge = ("body.too-large", "The body is larger than this address takes.");

    private static Task Answer(HttpContext context, Exception? error) => (Told(error) switch
    {
        BadHttpRequestException { StatusCode: 413 } => Of(413, TooLarge.Code, TooLarge.Message),
        BadHttpRequestException { InnerException: JsonException json } => Of(400, "json.invalid", Plain(json), json.Path),
        BadHttpRequestException { StatusCode: 415 } => Of(415, "media.unsupported", "Send application/json."),
        BadHttpRequestException bad => Of(bad.StatusCode, "request.malformed", bad.Message),
        PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire } =>
            Of(422, "text.control-character", "A text contains a character that cannot be stored."),
        BrokerUnavailableException => Of(503, "broker.unavailable", "The broker does not answer; try again in a moment."),
        { } away when DatabaseAway(away) => Of(503, "database.unavailable", "The database does not answer; try again in a moment."),
        _ => Of(500, "server.error", "Something went wrong here; it is logged."),
    }).ExecuteAsync(context);

    /// <summary>Whether it failed because the database does not answer, ends or is still starting; one rule for the API and for pages.</summary>
    public static bool DatabaseAway(Exception? error) => Told(error) is
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }
        or NpgsqlException { InnerException: IOException or TimeoutException or System.Net.Sockets.SocketException };

    // What the database says comes wrapped by the event store.
    private static Exception? Told(Exception? error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
            if (inner is NpgsqlException) return inner;
        return error;
    }

    // The serializer's sentence names types of ours; the path is what helps.
    private static string Plain(JsonException json) =>
        json.Message.StartsWith("The JSON property", StringComparison.Ordinal)
            ? json.Message.Split(" could not be mapped")[0] + " is not known here."
            : json.Path is { Length: > 0 } path ? $"The body is not what this address takes: look at {path}." : "The body is not valid JSON.";

    public static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    private static string Title(int status) => status switch
    {
        400 => "Malformed request", 401 => "Not signed in", 403 => "Not allowed", 404 => "Not found", 409 => "Conflict", 412 => "Out of date",
        413 => "Too large", 422 => "Refused", 503 => "Unavailable", _ => "Error",
    };
}
