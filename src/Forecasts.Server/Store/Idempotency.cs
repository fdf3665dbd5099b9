using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> takes effect once: its answer, where it was a success, is kept for 24 hours and given again
/// to the same body. A refusal is not kept: its reason may pass. Whose rights have changed since is decided on anew. Ids made under a
/// key follow from it and the body, so what was stored before an answer got lost is met again.
/// </summary>
public static class Idempotency
{
    private const int LongestKept = 1_000_000;

    // Whoever works on a key says so again and again; a key that nobody has spoken for so long was left by a crash, and is taken over.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    public static string? IdempotencyKey(this HttpContext context) => context.Items["idempotency"] as string;

    /// <summary>An opaque id: the same for the same person, key and address, else random.</summary>
    public static string NewId(this HttpContext context) =>
        context.IdempotencyKey() is not { } key
            ? Ids.New()
            : Ids.From("idempotency", key, context.Request.Body is HashedBody read ? read.HashSoFar : "");

    public static void UseIdempotency(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (
                    !HttpMethods.IsPost(context.Request.Method)
                    || !context.IsApi()
                    || !context.IsKnown()
                    || context.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } given
                )
                {
                    await next(context);
                    return;
                }

                if (given.Length > 200)
                {
                    await Problems.Of(422, "idempotency.key", "An Idempotency-Key has at most 200 characters.").ExecuteAsync(context);
                    return;
                }

                var database = context.RequestServices.GetRequiredService<NpgsqlDataSource>();
                var key = Ids.Hash(context.Person().Id + "\n" + given);
                var request = context.Request.Path + context.Request.QueryString;
                context.Items["idempotency"] = key;
                if (!await Begin(database, new(key, request, Rights(context.Person())), context))
                    return;

                await using var sent = new HashedBody(context.Request.Body);
                context.Request.Body = sent;
                var body = context.Response.Body;
                await using var copy = new MemoryStream();
                context.Response.Body = copy;
                using var ended = new CancellationTokenSource();
                var renewing = Renew(database, key, ended.Token);
                try
                {
                    try
                    {
                        await next(context);
                    }
                    finally
                    {
                        await ended.CancelAsync();
                        await renewing;
                    }
                }
                catch
                {
                    await Forget(database, key);
                    throw;
                }
                finally
                {
                    context.Response.Body = body;
                }

                if (context.Response.StatusCode >= 300 || copy.Length > LongestKept)
                    await Forget(database, key);
                else
                    await Keep(database, key, context.Response, copy.ToArray(), await sent.WholeHash(context.RequestAborted));
                copy.Position = 0;
                await copy.CopyToAsync(body, context.RequestAborted);
            }
        );

    private const string Begun = """
        with old as (delete from forecasts.idempotency where key <> $1 and at < now() - interval '24 hours'),
        mine as (insert into forecasts.idempotency as known (key, request, rights, at) values ($1, $2, $4, now())
            on conflict (key) do update set request = excluded.request, rights = excluded.rights, at = excluded.at, status = null
            where known.at < now() - case when known.status is null then $3 else interval '24 hours' end returning key)
        select true as mine, null as request, null as rights, null as body_hash, null::int as status, null as headers, null::bytea as body
        from mine
        union all select false, request, rights, body_hash, status, headers, body from forecasts.idempotency where key = $1
        """;

    private sealed record Asked(string Key, string Request, string Rights);

    /// <param name="Mine">It is to be worked on; else it is somebody else's, or was answered.</param>
    /// <param name="Status">Of the answer; null while it is worked on.</param>
    private sealed record Known(bool Mine, string? Request, string? Rights, string? BodyHash, int? Status, string? Headers, byte[]? Body);

    /// <summary>What a person may do, as one text: an answer is given again only to whom it would be given now.</summary>
    private static string Rights(Person person) =>
        string.Join(
            '\n',
            [
                string.Join(',', person.Everywhere.Order()),
                person.Scopes is { } scopes ? string.Join(',', scopes.Order()) : "",
                .. person
                    .Tournaments.OrderBy(t => t.Key, StringComparer.Ordinal)
                    .Select(t => $"{t.Key}:{string.Join(',', t.Value.Order())}"),
            ]
        );

    /// <summary>True where the request is to be worked on; else it is answered.</summary>
    private static async Task<bool> Begin(NpgsqlDataSource database, Asked asked, HttpContext context)
    {
        var found = await database.Command(Begun, asked.Key, asked.Request, Lease, asked.Rights).Read<Known>(context.RequestAborted);
        if (found.Any(k => k.Mine))
            return true;
        // Of one who began at this very moment there is nothing to see yet.
        var known = found.FirstOrDefault();
        if (known is not { Request: { } request, Status: { } status })
        {
            await Problems
                .Of(409, "idempotency.in-progress", "A request with this Idempotency-Key is being worked on; ask again in a moment.")
                .ExecuteAsync(context);
            return false;
        }

        if (request != asked.Request || known.BodyHash != await Hash(context.Request, context.RequestAborted))
        {
            await Problems
                .Of(422, "idempotency.reused", "This Idempotency-Key was used for another request: another address or another body.")
                .ExecuteAsync(context);
            return false;
        }

        if (known.Rights != asked.Rights)
        {
            await Forget(database, asked.Key);
            return await Begin(database, asked, context);
        }

        context.Response.StatusCode = status;
        foreach (var line in (known.Headers ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            context.Response.Headers[line.Split('\t')[0]] = line.Split('\t')[1];
        await context.Response.Body.WriteAsync(known.Body, context.RequestAborted);
        return false;
    }

    // Of a request that was answered before: its body is read for comparing, and again where it is worked on after all.
    private static async Task<string> Hash(HttpRequest request, CancellationToken cancellation)
    {
        request.EnableBuffering();
        request.Body.Position = 0;
        await using var body = new HashedBody(request.Body);
        var hash = await body.WholeHash(cancellation);
        request.Body.Position = 0;
        return hash;
    }

    private static async Task Renew(NpgsqlDataSource database, string key, CancellationToken ended)
    {
        for (var wait = Lease / 3; !ended.IsCancellationRequested; )
            try
            {
                await Task.Delay(wait, ended);
                await using var command = database.CreateCommand(
                    "update forecasts.idempotency set at = now() where key = $1 and status is null"
                );
                command.Parameters.Add(new() { Value = key });
                await command.ExecuteNonQueryAsync(ended);
            }
            catch (Exception e) when (e is OperationCanceledException or NpgsqlException)
            {
                // It has ended; or the database is away, and the request fails too.
            }
    }

    private static async Task Keep(NpgsqlDataSource database, string key, HttpResponse response, byte[] body, string hash)
    {
        string[] kept = ["Content-Type", "ETag", "Location"];
        await using var command = database.CreateCommand(
            "update forecasts.idempotency set status = $2, headers = $3, body = $4, body_hash = $5 where key = $1"
        );
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = response.StatusCode });
        command.Parameters.Add(
            new() { Value = string.Join('\n', kept.Where(response.Headers.ContainsKey).Select(h => $"{h}\t{response.Headers[h]}")) }
        );
        command.Parameters.Add(new() { Value = body, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = hash });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Forget(NpgsqlDataSource database, string key)
    {
        await using var command = database.CreateCommand("delete from forecasts.idempotency where key = $1");
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync();
    }
}
