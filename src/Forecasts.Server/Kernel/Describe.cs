using System.Reflection;

namespace Forecasts.Server.Kernel;

/// <summary>What an address does beside answering with a body.</summary>
[Flags]
public enum With
{
    Nothing = 0,

    /// <summary>The answer has the version as its ETag.</summary>
    ETag = 1,

    /// <summary>If-Match is heeded.</summary>
    IfMatch = 2,

    /// <summary>The answer names where to look.</summary>
    Location = 4,

    /// <summary>The body is a CSV file; rows are refused one by one.</summary>
    Csv = 8,

    /// <summary>Reading needs the admin's role too.</summary>
    AdminsAlone = 16,

    /// <summary>It asks the message broker, which may not answer.</summary>
    Broker = 32,

    /// <summary>The answer is a CSV file.</summary>
    CsvAnswer = 64,
}

/// <summary>
/// What the API's description says of an address beyond its handler's parameters; <c>Setup/ApiDescription</c> puts it in.
/// </summary>
/// <param name="Tag">The feature's folder.</param>
public sealed record Described(string Summary, With With, string Tag);

/// <summary>Another body that the address answers with where it is asked for one, and what its ETag then is; else it has none.</summary>
public sealed record Alternative(string ETag)
{
    /// <summary>A status that nothing answers: the other body's place until the description puts both under 200.</summary>
    public const int Status = 299;
}

public static class Describe
{
    public static RouteHandlerBuilder Or<T>(this RouteHandlerBuilder route, string etag) =>
        route.Produces<T>(Alternative.Status).WithMetadata(new Alternative(etag));

    /// <summary>What it answers: in one sentence, with this body, by these statuses (200 where none is named).</summary>
    public static void Answers<T>(this RouteHandlerBuilder route, string summary, With with = With.Nothing, params int[] statuses)
    {
        foreach (var status in statuses is [] ? [200] : statuses)
            route.Produces<T>(status);
        route.Add(builder =>
        {
            var feature = builder.Metadata.OfType<MethodInfo>().First().DeclaringType!.Namespace!.Split('.')[^1];
            builder.Metadata.Add(new Described(summary, with, feature));
        });
    }
}
