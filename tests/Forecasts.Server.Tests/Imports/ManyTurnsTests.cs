using System.Globalization;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>
/// One claim on which many people turn again and again, as a log has it: by time. <c>deploy/bench claim</c> does it with a million.
/// </summary>
public sealed class ManyTurnsTests(PrivatePostgres postgres)
{
    private const int Analysts = 70,
        Turns = 40;

    [Fact]
    public async Task It_is_brought_in_shown_within_bounds_and_taken_back_as_a_whole()
    {
        await using var town = await Town.Start(postgres, now: Given.InWindow);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("q"))).Ok();
        var id = (string)(await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!;
        (await town.Admin.Import(Files.ForecastsHeader + Files.Forecast("q", "Ann", At(5), "0.9"))).Ok();
        await town.Server.UntilUpToDate();
        var before = await town.Server.Rows();

        var lines =
            from t in Enumerable.Range(0, Turns)
            from a in Enumerable.Range(0, Analysts)
            select Files.Forecast("q", $"P{a:00}", At(((t * Analysts) + a) * 100), $"0.{1 + ((a + t) % 9)}");
        var import = await town.Admin.Import(Files.ForecastsHeader + string.Concat(lines), "?createAnalysts=true&wait=60");
        import.Counts().ShouldBe($"{Analysts * Turns} {Analysts * Turns} 0 0 done");
        (await town.Admin.Import(Files.ForecastsHeader + string.Concat(lines), "?wait=60"))
            .Counts()
            .ShouldBe($"{Analysts * Turns} 0 {Analysts * Turns} 0 done", "twice is once");
        await town.Server.IsTheSameMadeAnew();

        (await town.Server.Scalar<int>("select jsonb_array_length(points) from forecasts.crowd_series")).ShouldBeInRange(300, 1_000 + 366);
        var claim = (await town.Admin.Get($"predictions/{id}")).Ok()["claims"]![0]!;
        double[] standing = [.. claim["forecasts"]!.AsArray().Select(f => (double)f!["probability"]!).Order()];
        standing.Length.ShouldBe(Analysts + 1);
        ((double)claim["crowd"]!["median"]![0]!).ShouldBe(standing[Analysts / 2]);
        ((double)claim["crowd"]!["mean"]![0]!).ShouldBe(standing.Average(), 1e-12);

        using var reader = await Reader.SignedIn(town.Server, "Vic");
        var page = await reader.Page($"/predictions/{id}");
        page.ShouldContain($"Show all {Analysts + 1} forecasts");
        page.Split("class=\"quiet\" href=\"/analysts/").Length.ShouldBe(50 + 1);
        (await reader.Page($"/predictions/{id}?all=true")).Split("class=\"quiet\" href=\"/analysts/").Length.ShouldBe(Analysts + 1 + 1);
        var history = (await reader.Charts($"/predictions/{id}")).Single()["datasets"]!;
        history["lines"]!.AsArray().Select(r => (string)r!["of"]!).Distinct().ShouldBe(["crowd"], "seventy lines are none");
        var middle = history["middle"]!.AsArray()[^1]!;
        ((double)middle["lower"]!, (double)middle["upper"]!).ShouldBe((standing[17], standing[^18]));

        (await town.Admin.Post($"imports/{import.Body!["id"]}/undo?wait=60", null)).Ok();
        await town.Server.UntilUpToDate();
        var after = await town.Server.Rows();
        foreach (var table in (string[])["forecast_intervals", "crowd_series", "mt_doc_predictionrecord"])
            after[table].ShouldBe(before[table], table);
    }

    [Fact]
    public async Task A_turn_after_it_stands_in_the_way_and_nothing_is_taken_back()
    {
        await using var town = await Town.Start(postgres, now: Given.InWindow);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("q"))).Ok();
        var lines =
            from t in Enumerable.Range(0, 30)
            from a in Enumerable.Range(0, 50)
            select Files.Forecast("q", $"P{a:00}", At((t * 50) + a), "0.4");
        var import = await town.Admin.Import(Files.ForecastsHeader + string.Concat(lines), "?createAnalysts=true&wait=60");
        (await town.Admin.Import(Files.ForecastsHeader + Files.Forecast("q", "P07", At(5_000), "0.6"))).Ok();
        (await town.Admin.Post($"imports/{import.Body!["id"]}/undo?wait=60", null)).ShouldBeRefused(409, "import.undo-revised");
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(1_501);
    }

    private static string At(int minutes) =>
        new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero)
            .AddMinutes(minutes)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
