using System.Globalization;
using System.Text.Json.Nodes;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>Asks until it is answered: under an Idempotency-Key, so that what is sent twice happens once.</summary>
public sealed class StubbornClient(Func<ServerProcess> server, string token)
{
    // A kill must not keep anybody waiting longer than a restart takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private (ServerProcess Server, Api Api)? at;

    /// <param name="alreadySo">The refusal of an act that was done before its answer got lost.</param>
    public async Task<JsonNode> Post(string path, string key, object? body, string? alreadySo = null) =>
        await Asked(a => a.Post(path, body, key)) is var answer && alreadySo is not null && answer.Problem == alreadySo
            ? answer.Body!
            : answer.Ok();

    public async Task<JsonNode> Get(string path) => (await Asked(a => a.Get(path))).Ok();

    /// <summary>Brings a file in and waits for its end.</summary>
    public async Task<JsonNode> Import(string csv, string key)
    {
        var sent = await Asked(a => a.SendCsv($"imports?wait=0&createAnalysts=true&fileName={key}.csv", csv, key));
        return await Until($"imports/{sent.Ok()["id"]}", i => (string?)i["state"] != "running");
    }

    /// <summary>Looks again and again.</summary>
    public async Task<JsonNode> Until(string path, Func<JsonNode, bool> done)
    {
        for (var end = TimeProvider.System.GetUtcNow() + Patience; ; await Task.Delay(30))
        {
            var seen = await Get(path);
            if (done(seen))
                return seen;
            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException(
                    $"In {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s it has not come to an end: {path}: {seen.ToJsonString()}"
                );
        }
    }

    private async Task<Answer> Asked(Func<Api, Task<Answer>> ask)
    {
        for (var end = TimeProvider.System.GetUtcNow() + Patience; ; await Task.Delay(50))
        {
            string why;
            try
            {
                var now = server();
                if (at?.Server != now)
                    at = (now, now.With(token));
                var answer = await ask(at.Value.Api);
                if (answer.Code < 500 && answer.Problem != "idempotency.in-progress")
                    return answer;
                why = $"{answer.Code} {answer.Body?.ToJsonString()}";
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                why = e.Message;
            }

            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException(
                    $"In {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s there was no answer but: {why}"
                );
        }
    }
}
