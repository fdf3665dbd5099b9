using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Review;

public sealed class VerdictWordTests(Town town) : IClassFixture<Town>, IAsyncLifetime
{
    private string path = "";

    public async ValueTask InitializeAsync()
    {
        await town.SetClock(Given.MidYear);
        path = $"predictions/{await Given.Filed(town.Ann)}/claims/1/verdicts";
        await town.SetClock(Given.InWindow);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("""{"verdict":"maybe","reason":"R"}""", 422, "verdict.unknown")]
    [InlineData("""{"verdict":"half","reason":"R"}""", 422, "verdict.unknown")]
    [InlineData("""{"verdict":"YES","reason":"R"}""", 422, "verdict.unknown")]
    [InlineData("""{"verdict":"void:because","reason":"R"}""", 422, "verdict.unknown")]
    [InlineData("""{"verdict":"","reason":"R"}""", 422, "verdict.unknown")]
    [InlineData("""{"verdict":"yes","reason":" "}""", 422, "text.missing")]
    [InlineData("""{"verdict":"yes"}""", 400, "json.invalid")]
    [InlineData("""{"verdict":true,"reason":"R"}""", 400, "json.invalid")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"2025-01-11"}""", 422, "verdict.decided-later")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"9999-12-31"}""", 422, "verdict.decided-later")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"9999-12-31T23:59:59Z"}""", 422, "verdict.decided-later")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"0138-03-01"}""", 422, "verdict.decided-earlier")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"0001-01-01T00:00:00+14:00"}""", 422, "verdict.decided-at")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"yesterday"}""", 422, "verdict.decided-at")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"2024-11-05T12:00:00"}""", 422, "verdict.decided-at")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"2024-11-05","evidence":["nothing"]}""", 422, "evidence.unknown")]
    [InlineData("""{"verdict":"yes","reason":"R","decidedAt":"2024-11-05","evidence":[null]}""", 400, "json.invalid")]
    [InlineData("""{"verdict":"yes","reason":"R","confidence":0.9}""", 400, "json.invalid")]
    public async Task What_is_no_verdict_is_refused(string json, int status, string code)
    {
        await town.Refuses(status, code, () => town.Eve.SendJson(HttpMethod.Post, path, json));
        (await town.Eve.Get(path[..^"/claims/1/verdicts".Length])).Ok()["claims"]![0]!["verdicts"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"code":"boredom","reason":"R"}""", 422, "void.code")]
    [InlineData("""{"code":"organiser","reason":""}""", 422, "text.missing")]
    [InlineData("""{"code":null,"reason":"R"}""", 400, "json.invalid")]
    public async Task What_is_no_void_is_refused(string json, int status, string code)
    {
        await town.Refuses(
            status,
            code,
            () => town.Organiser.SendJson(HttpMethod.Post, path.Replace("verdicts", "void", StringComparison.Ordinal), json)
        );
        await town.Refuses(
            409,
            "claim.open",
            () => town.Organiser.Post(path.Replace("verdicts", "reopen", StringComparison.Ordinal), new { reason = "R" })
        );
    }
}
