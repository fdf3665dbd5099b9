using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Forecasting;

public sealed class PredictionRefusalTests(Town town) : IClassFixture<Town>
{
    private const string Claim = """{"statement":"S","type":"binary","criteria":"C","due":"2024-12-31"}""";

    [Theory]
    [InlineData("\"type\":\"binary\"", "\"type\":\"sonnet\"", 422, "claim.type")]
    [InlineData("\"type\":\"binary\"", "\"type\":\"number\"", 422, "claim.range")]
    [InlineData("\"type\":\"binary\"", "\"type\":0", 400, "json.invalid")]
    [InlineData("\"type\":\"binary\",", "", 400, "json.invalid")]
    [InlineData("2024-12-31", "0138-01-01", 422, "claim.due-before-opening")]
    [InlineData("2024-12-31", "2023-12-31", 422, "claim.due-before-opening")]
    [InlineData("2024-12-31", "9999-12-31", 422, "claim.due-too-far")]
    [InlineData("2024-12-31", "2055-01-01", 422, "claim.due-too-far")]
    [InlineData("2024-12-31", "2024-02-30", 400, "json.invalid")]
    [InlineData("2024-12-31", "138-01-01", 400, "json.invalid")]
    [InlineData("\"statement\":\"S\"", "\"statement\":\"  \"", 422, "text.missing")]
    [InlineData("\"statement\":\"S\"", "\"statement\":null", 400, "json.invalid")]
    [InlineData("\"statement\":\"S\"", "\"statement\":{}", 400, "json.invalid")]
    [InlineData("\"statement\":\"S\"", "\"statement\":{\"e\":\"S\"}", 422, "text.language")]
    [InlineData("\"statement\":\"S\"", "\"statement\":\"a\\u0000b\"", 422, "text.control-character")]
    [InlineData("\"criteria\":\"C\"", "\"criteria\":\"C\",\"weight\":0", 422, "claim.weight")]
    [InlineData("\"criteria\":\"C\"", "\"criteria\":\"C\",\"weight\":\"NaN\"", 422, "claim.weight")]
    [InlineData("\"criteria\":\"C\"", "\"criteria\":\"C\",\"cluster\":\" \"", 422, "claim.cluster")]
    [InlineData("\"criteria\":\"C\"", "\"criteria\":\"C\",\"colour\":\"red\"", 400, "json.invalid")]
    public async Task What_is_no_claim_is_refused(string part, string instead, int status, string code)
    {
        Claim.ShouldContain(part);
        await Refuses(status, code, Whole(claims: $"[{Claim.Replace(part, instead, StringComparison.Ordinal)}]"));
    }

    [Theory]
    [InlineData("[]", 422, "prediction.claims")]
    [InlineData("[null]", 400, "json.invalid")]
    [InlineData("null", 400, "json.invalid")]
    [InlineData("{}", 400, "json.invalid")]
    public async Task Without_claims_there_is_no_prediction(string claims, int status, string code) =>
        await Refuses(status, code, Whole(claims: claims));

    [Theory]
    [InlineData(",\"rank\":0", 422, "prediction.rank")]
    [InlineData(",\"rank\":1.5", 400, "json.invalid")]
    [InlineData(",\"key\":\"\"", 422, "prediction.key")]
    [InlineData(",\"key\":\"a\\u0000b\"", 422, "prediction.key")]
    [InlineData(",\"figures\":[null]", 400, "json.invalid")]
    [InlineData(",\"figures\":[{\"title\":\"T\",\"source\":null,\"note\":null,\"data\":[null]}]", 400, "json.invalid")]
    [InlineData(
        ",\"figures\":[{\"title\":\"T\",\"source\":null,\"note\":null,\"data\":[{\"label\":\"L\",\"value\":\"NaN\"}]}]",
        422,
        "figures.value"
    )]
    [InlineData(",\"author\":\"Bob\"", 400, "json.invalid")]
    public async Task What_does_not_belong_to_a_prediction_is_refused(string more, int status, string code) =>
        await Refuses(status, code, Whole(more: more));

    [Fact]
    public async Task More_than_99_claims_are_refused() =>
        await Refuses(422, "prediction.claims", Whole(claims: $"[{string.Join(',', Enumerable.Repeat(Claim, 100))}]"));

    [Fact]
    public async Task An_unknown_theme_season_or_tournament_is_named()
    {
        await Refuses(422, "theme.unknown", Whole(theme: "nothing"));
        await Refuses(404, "season.unknown", Whole(), "seasons/t/2023/predictions");
        await Refuses(404, "season.unknown", Whole(), "seasons/zzz/2024/predictions");
        await Refuses(404, "route.unknown", Whole(), "seasons/t/next/predictions");
        (await town.Ann.Get("predictions/nowhere")).ShouldBeRefused(404, "prediction.unknown");
        (await town.Ann.Get("seasons/zzz/2024")).ShouldBeRefused(404, "season.unknown");
        (await town.Ann.Get("seasons/t/1/standings")).ShouldBeRefused(404, "season.unknown");
        (await town.Ann.Get("analysts/nobody/track-record")).ShouldBeRefused(404, "analyst.unknown");
        (await town.Admin.Get("tournaments/zzz/people")).ShouldBeRefused(404, "tournament.unknown");
        (await town.Admin.Get("tournaments/zzz/seasons")).ShouldBeRefused(404, "tournament.unknown");
        (await town.Admin.Put("tournaments/zzz/people", Array.Empty<object>())).ShouldBeRefused(404, "tournament.unknown");
        await town.Refuses(404, "tournament.unknown", () => town.Admin.Post("tournaments/zzz/seasons", Given.Season()));
    }

    [Fact]
    public async Task The_same_key_with_the_same_text_is_the_same_prediction()
    {
        var body = Whole(more: ",\"key\":\"k1\"");
        var first = await town.Adds(1, () => Post(body));
        first.Code.ShouldBe(201);
        var again = await town.Adds(0, () => Post(body));
        again.Code.ShouldBe(200);
        ((string)again.Body!["id"]!).ShouldBe((string)first.Body!["id"]!);
        await Refuses(409, "prediction.exists", Whole(more: ",\"key\":\"k1\"", title: "Another title"));
        await town.Refuses(409, "prediction.exists", () => town.Bob.SendJson(HttpMethod.Post, "seasons/t/2024/predictions", body));
    }

    [Theory]
    [InlineData("""{"occurredOn":"0138-01-01","text":"T","source":"S"}""", 422, "evidence.date")]
    [InlineData("""{"occurredOn":"9999-12-31","text":"T","source":"S"}""", 422, "evidence.date")]
    [InlineData("""{"occurredOn":"2024-07-01","text":"T","source":"S"}""", 422, "evidence.date")]
    [InlineData("""{"occurredOn":"2024-05-01","text":"","source":"S"}""", 422, "text.missing")]
    [InlineData("""{"occurredOn":"2024-05-01","text":"T"}""", 400, "json.invalid")]
    [InlineData("""{"occurredOn":"2024-05-01","text":"T","source":"S","url":"javascript:alert(1)"}""", 422, "url.invalid")]
    [InlineData("""{"occurredOn":"2024-05-01","text":"T","source":"S","stances":{"2":"supports"}}""", 422, "claim.unknown")]
    [InlineData("""{"occurredOn":"2024-05-01","text":"T","source":"S","stances":{"1":"doubts"}}""", 400, "json.invalid")]
    [InlineData("""{"occurredOn":"2024-05-01","text":"T","source":"S","stances":{"one":"supports"}}""", 400, "json.invalid")]
    public async Task What_is_no_evidence_is_refused(string json, int status, string code)
    {
        var id = await Given.Filed(town.Ann);
        await town.Refuses(status, code, () => town.Eve.SendJson(HttpMethod.Post, $"predictions/{id}/evidence", json));
    }

    private static string Whole(string claims = $"[{Claim}]", string more = "", string theme = "general", string title = "A title") =>
        $$"""{"theme":"{{theme}}","title":"{{title}}","coreJudgement":"J","claims":{{claims}}{{more}}}""";

    private Task<Answer> Post(string json) => town.Ann.SendJson(HttpMethod.Post, "seasons/t/2024/predictions", json);

    private Task Refuses(int status, string code, string json, string path = "seasons/t/2024/predictions") =>
        town.Refuses(status, code, () => town.Ann.SendJson(HttpMethod.Post, path, json));
}
