using System.Text.Json;
using Forecasts.Domain;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecasts.Server.Kernel;

/// <summary>Refusals as RFC 9457 problem details with a stable <c>code</c>.</summary>
public static class Problems
{
    public static IResult Of(Rejection rejection) => Of(Status(rejection.Kind), rejection.Code, rejection.Message, rejection.Field);

    public static IResult Of(int status, string code, string message, string? field = null)
    {
        var details = new ProblemDetails
        {
            Status = status,
            Title = Title(status),
            Detail = message,
        };
        details.Extensions["code"] = code;
        if (field is not null)
            details.Extensions["field"] = field;
        return Results.Problem(details);
    }

    public static int Status(RejectionKind kind) =>
        kind switch
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
        app.UseExceptionHandler(Handler(context => Refused(Told(ErrorOf(context))).ExecuteAsync(context)));
        app.UseStatusCodePages(async status =>
        {
            var response = status.HttpContext.Response;
            if (!status.HttpContext.IsApi())
                return;
            var (code, message) = response.StatusCode switch
            {
                401 => ("token.missing", "Send a personal access token that is valid: Authorization: Bearer fct_..."),
                403 => ("access.denied", "You may not do this."),
                404 => ("route.unknown", "There is no such address."),
                405 => ("method.unknown", "This address does not take that method."),
                413 => TooLarge,
                415 => (
                    "media.unsupported",
                    "The content type is not one that this address takes: application/json, or text/csv for imports."
                ),
                _ => ("request.refused", "The request was refused."),
            };
            await Of(response.StatusCode, code, message).ExecuteAsync(status.HttpContext);
        });
    }

    private static readonly (string Code, string Message) TooLarge = ("body.too-large", "The body is larger than this address takes.");

    /// <summary>What failed in us is logged with its stack; what a client sent, and a part that is away, is a line.</summary>
    public static ExceptionHandlerOptions Handler(RequestDelegate answer) =>
        new()
        {
            ExceptionHandler = answer,
            SuppressDiagnosticsCallback = failed =>
            {
                var status = StatusOf(failed.Exception);
                if (status == 503)
                    failed
                        .HttpContext.RequestServices.GetRequiredService<ILoggerFactory>()
                        .CreateLogger(typeof(Problems).FullName!)
                        .LogWarning(
                            "{Method} {Path}: {Message}",
                            failed.HttpContext.Request.Method,
                            failed.HttpContext.Request.Path,
                            Told(failed.Exception)?.Message
                        );
                return status != 500;
            },
        };

    public static Exception? ErrorOf(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error;

    /// <summary>The status of what failed; 500 where the fault is ours.</summary>
    public static int StatusOf(Exception? error) => ((IStatusCodeHttpResult)Refused(Told(error))).StatusCode ?? 500;

    private static IResult Refused(Exception? told) =>
        told switch
        {
            BadHttpRequestException { StatusCode: 413 } => Of(413, TooLarge.Code, TooLarge.Message),
            BadHttpRequestException { InnerException: JsonException json } => Of(400, "json.invalid", Plain(json), json.Path),
            BadHttpRequestException { StatusCode: 415 } => Of(415, "media.unsupported", "Send application/json."),
            BadHttpRequestException bad when Unread(bad) is { } read => Of(
                bad.StatusCode,
                "request.malformed",
                $"'{read.Name}' cannot be '{read.Found}'.",
                read.Name
            ),
            BadHttpRequestException bad => Of(bad.StatusCode, "request.malformed", bad.Message),
            InvalidDataException => Of(400, "request.malformed", "The form cannot be read."),
            PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire } => Of(
                422,
                "text.control-character",
                "A text contains a character that cannot be stored."
            ),
            BrokerUnavailableException => Of(503, "broker.unavailable", "The broker does not answer; try again in a moment."),
            PostgresException full when IsFull(full) => Of(
                503,
                "database.full",
                "The database's disk is full: nothing can be stored until there is room."
            ),
            NpgsqlException away when IsAway(away) => Of(
                503,
                "database.unavailable",
                "The database does not answer; try again in a moment."
            ),
            _ => Of(500, "server.error", "Something went wrong here; it is logged."),
        };

    // What the database says comes wrapped by the event store.
    private static Exception? Told(Exception? error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
            if (inner is NpgsqlException)
                return inner;
        return error;
    }

    private static bool IsFull(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.DiskFull
        || (error.SqlState is "XX000" or "58030" && error.MessageText.StartsWith("could not write", StringComparison.Ordinal));

    /// <summary>The database takes no connection, has no room for one more, ends or is still starting.</summary>
    private static bool IsAway(NpgsqlException error) =>
        error switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.TooManyConnections
                    or PostgresErrorCodes.AdminShutdown
                    or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.CannotConnectNow
            } => true,
            { InnerException: IOException or TimeoutException or System.Net.Sockets.SocketException } => true,
            _ => false,
        };

    /// <summary>
    /// A statement that failed while it was prepared leaves its connection out of step (26000, 08P01): none of them stays in the pool,
    /// whoever asked.
    /// </summary>
    public static void UseMistrust(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception e) when (IsOutOfStep(e))
                {
                    context.RequestServices.GetRequiredService<NpgsqlDataSource>().Clear();
                    throw;
                }
            }
        );

    public static bool IsOutOfStep(Exception e) => Told(e) is PostgresException { SqlState: "22021" or "22P05" or "26000" or "08P01" };

    // The framework says: Failed to bind parameter "int? limit" from "abc". The member of a record has a capital there.
    private static (string Name, string Found)? Unread(BadHttpRequestException bad) =>
        bad.Message.Split('"') is ["Failed to bind parameter ", var declared, " from ", .. var found] && found.Length > 0
            ? (JsonNamingPolicy.CamelCase.ConvertName(declared.Split(' ')[^1]), string.Join('"', found[..^1]))
            : null;

    // The serializer's sentence names types of ours; the path is what helps.
    private static string Plain(JsonException json) =>
        json.Message.StartsWith("The JSON property", StringComparison.Ordinal)
            ? json.Message.Split(" could not be mapped")[0] + " is not known here."
        : json.Path is { Length: > 0 } path ? $"The body is not what this address takes: look at {path}."
        : "The body is not valid JSON.";

    /// <summary>Marks every endpoint of the API.</summary>
    public sealed class ApiEndpoint;

    /// <summary>The endpoint says whether this is the API; where there is none the address does, read as routing reads it.</summary>
    public static bool IsApi(this HttpContext context) =>
        context.GetEndpoint() is { Metadata.Count: > 0 } endpoint
            ? endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null
            : context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static string Title(int status) =>
        status switch
        {
            400 => "Malformed request",
            401 => "Not signed in",
            403 => "Not allowed",
            404 => "Not found",
            409 => "Conflict",
            412 => "Out of date",
            413 => "Too large",
            422 => "Refused",
            503 => "Unavailable",
            _ => "Error",
        };
}
