using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Forecasting;

public sealed class ForecastRefusalTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData("binary", """{"probability":0.0009}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":0}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":1}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":0.9991}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":-0.5}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":1e400}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":"NaN"}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":"Infinity"}""", 422, "forecast.out-of-range")]
    [InlineData("binary", """{"probability":NaN}""", 400, "json.invalid")]
    [InlineData("binary", """{"probability":"0.5"}""", 400, "json.invalid")]
    [InlineData("binary", """{"probability":"often"}""", 400, "json.invalid")]
    [InlineData("binary", """{"probability":null}""", 422, "forecast.form")]
    [InlineData("binary", """{}""", 422, "forecast.form")]
    [InlineData("binary", """{"grades":[0.2,0.3,0.5]}""", 422, "forecast.form")]
    [InlineData("binary", """{"probability":0.5,"grades":[0.2,0.3,0.5]}""", 422, "forecast.form")]
    [InlineData("binary", """{"probability":0.5,"odds":2}""", 400, "json.invalid")]
    [InlineData("binary", """{"probability":0.5""", 400, "json.invalid")]
    [InlineData("binary", """[0.5]""", 400, "json.invalid")]
    [InlineData("binary", """null""", 400, "request.malformed")]
    [InlineData("binary", "", 400, "request.malformed")]
    [InlineData("binary", """{"probability":0.5,"rationale":"a\u0000b"}""", 422, "text.control-character")]
    [InlineData("binary", """{"probability":0.5,"rationale":"\ud800"}""", 400, "json.invalid")]
    [InlineData("expected", """{"probability":0}""", 422, "forecast.out-of-range")]
    [InlineData("three", """{"probability":0.5}""", 422, "forecast.form")]
    [InlineData("three", """{"grades":[0.2,0.3,0.4]}""", 422, "forecast.sum")]
    [InlineData("three", """{"grades":[0.5,0.5]}""", 422, "forecast.form")]
    [InlineData("three", """{"grades":[0.25,0.25,0.25,0.25]}""", 422, "forecast.form")]
    [InlineData("three", """{"grades":[0,0.5,0.5]}""", 422, "forecast.out-of-range")]
    [InlineData("three", """{"grades":["NaN",0.5,0.5]}""", 422, "forecast.out-of-range")]
    [InlineData("three", """{"grades":[null,0.5,0.5]}""", 400, "json.invalid")]
    public async Task What_is_no_forecast_is_refused_and_stored_nowhere(string type, string json, int status, string code)
    {
        var id = await Given.Filed(town.Bob, type);
        await town.Refuses(status, code, () => town.Ann.SendJson(HttpMethod.Put, $"predictions/{id}/claims/1/forecast", json));
        (await town.Ann.Get($"predictions/{id}")).Ok()["claims"]![0]!["mine"].ShouldBeNull();
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.999)]
    public async Task The_limits_themselves_are_allowed(double probability)
    {
        var id = await Given.Filed(town.Bob);
        await town.Adds(1, () => town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability }));
        await town.Adds(0, () => town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability }));
    }

    [Fact]
    public async Task An_unknown_claim_or_prediction_takes_no_forecast()
    {
        var id = await Given.Filed(town.Bob);
        var some = new { probability = 0.5 };
        await town.Refuses(404, "claim.unknown", () => town.Ann.Put($"predictions/{id}/claims/2/forecast", some));
        await town.Refuses(404, "claim.unknown", () => town.Ann.Put($"predictions/{id}/claims/0/forecast", some));
        await town.Refuses(404, "claim.unknown", () => town.Ann.Put($"predictions/{id}/claims/-1/forecast", some));
        await town.Refuses(404, "route.unknown", () => town.Ann.Put($"predictions/{id}/claims/99999999999/forecast", some));
        await town.Refuses(404, "prediction.unknown", () => town.Ann.Put("predictions/nowhere/claims/1/forecast", some));
        await town.Refuses(404, "claim.unknown", () => town.Ann.Delete($"predictions/{id}/claims/2/forecast"));
    }

    [Fact]
    public async Task The_body_is_json_and_no_larger_than_a_megabyte()
    {
        var id = await Given.Filed(town.Bob);
        var large = $$"""{"probability":0.5,"rationale":"{{new string('a', 1_100_000)}}"}""";
        await town.Refuses(413, "body.too-large", () => town.Ann.SendJson(HttpMethod.Put, $"predictions/{id}/claims/1/forecast", large));
        var long1 = $$"""{"probability":0.5,"rationale":"{{new string('a', 500_000)}}"}""";
        await town.Refuses(422, "text.too-long", () => town.Ann.SendJson(HttpMethod.Put, $"predictions/{id}/claims/1/forecast", long1));
        await town.Refuses(
            415,
            "media.unsupported",
            () => town.Ann.SendText(HttpMethod.Put, $"predictions/{id}/claims/1/forecast", """{"probability":0.5}""", "text/plain")
        );
    }

    [Fact]
    public async Task Another_version_than_the_present_one_is_stale()
    {
        var id = await Given.Filed(town.Bob, "binary", "binary");
        var path = $"predictions/{id}/claims/1/forecast";
        await town.Refuses(412, "version.stale", () => town.Ann.Put(path, new { probability = 0.3 }, "\"1\""));
        var first = await town.Adds(1, () => town.Ann.Put(path, new { probability = 0.3 }, "\"0\""));
        first.Tag.ShouldBe("\"1\"");
        (await town.Ann.Put(path, new { probability = 0.4 }, first.Tag)).Tag.ShouldBe("\"2\"");
        await town.Refuses(412, "version.stale", () => town.Ann.Put(path, new { probability = 0.5 }, first.Tag));
        await town.Refuses(412, "version.stale", () => town.Ann.Delete(path, ifMatch: first.Tag));
        await town.Refuses(412, "version.unknown", () => town.Ann.Put(path, new { probability = 0.5 }, "\"lemon\""));
        await town.Refuses(412, "version.unknown", () => town.Ann.Put(path, new { probability = 0.5 }, "W/\"2\""));
        (await town.Adds(1, () => town.Ann.Put(path, new { probability = 0.5 }, "*"))).Tag.ShouldBe("\"3\"");
        (await town.Adds(1, () => town.Ann.Delete(path, ifMatch: "\"3\""))).Tag.ShouldBe("\"4\"");
        await town.Adds(0, () => town.Ann.Delete(path));
    }
}
