using System.Globalization;
using System.Net;
using Forecasts.Scoring.Calibration;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Reports;

/// <summary>
/// The yearly report's figures and pictures: sealed as long as the scores, the same in the API and on the page, and frozen with the report.
/// </summary>
public sealed class ReportFiguresTests(PrivatePostgres postgres)
{
    private const string Report = "/seasons/t/2024/report";
    private static readonly string[] People = ["Xia", "Yves", "Zoe"];

    [Fact]
    public async Task A_claim_that_was_decided_early_is_scored_at_once_and_enters_calibration_on_its_due_date()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"), Given.MidYear);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p1") + Files.Claim("p2"))).Counts().ShouldBe("2 2 0 0 done");
        (
            await town.Admin.Import(
                Files.ForecastsHeader + Files.Forecast("p1", "Ann", "2024-02-01", "0.9") + Files.Forecast("p2", "Ann", "2024-02-01", "0.4")
            )
        )
            .Counts()
            .ShouldBe("2 2 0 0 done");
        (
            await town.Admin.Put(
                "tournaments/t/people",
                (object[])[Town.Role("Olga", ["organiser", "reviewer"]), Town.Role("Ann", ["analyst"])]
            )
        ).Ok();
        var first = (string)
            (await town.Organiser.Get("seasons/t/2024/predictions")).Ok()["items"]!.AsArray().Single(p => (string)p!["key"]! == "p1")![
                "id"
            ]!;
        (
            await town.Organiser.Post(
                $"predictions/{first}/claims/1/verdicts",
                new
                {
                    verdict = "yes",
                    reason = "The record says so.",
                    decidedAt = "2024-05-01",
                    lateReason = "It cannot be undone.",
                }
            )
        ).Ok();
        await town.Server.UntilScored("t/2024");
        const string Calibration =
            "select (results -> 'calibration' ->> 'n') || ' ' || (results -> 'calibration' ->> 'early') || ' ' || (results ->> 'claimsEntered') from forecasts.season_results";
        (await town.Server.Scalar<string>(Calibration)).ShouldBe("0 1 1");

        await town.Server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        (await town.Server.Scalar<string>(Calibration)).ShouldBe("0 1 1");
        var ann = await town.Server.Scalar<string>("select id from forecasts.mt_doc_account where data ->> 'name' = 'Ann'");
        async Task<string> Own() =>
            (await town.Admin.Get($"analysts/{ann}/track-record")).Ok()["calibration"] is { } own ? $"{own["n"]} {own["early"]}" : "";
        (await Own()).ShouldBe("0 1");
        town.Server.SetClock(Given.InWindow);
        (await Own()).ShouldBe("1 0", "a track record is read anew each time");
        await town.Server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        await Until.True(async () => await town.Server.Scalar<string>(Calibration) == "1 0 1", "the claim counts from its due date on");
        (await Forecasts.Server.Store.Stale.Read(town.Server.Database, Given.InWindow, CancellationToken.None)).Seasons.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_season_of_thirty_six_claims_shows_what_that_number_allows_once_it_is_revealed()
    {
        await using var town = await Town.Start(
            postgres,
            Given.Season(
                calendar: new
                {
                    opens = "2024-01-01",
                    forecastsClose = "2024-12-31",
                    windowOpens = "2025-01-01",
                    windowCloses = "2025-02-15",
                    publishes = "2025-03-20",
                    revealAt = "2025-03-01",
                }
            ),
            Given.InWindow
        );
        (await town.Admin.Post("tournaments/t/seasons", Given.Season(2023))).Ok();
        await Bring(town, 2024, 36);
        await Bring(town, 2023, 12);
        await town.Server.UntilScored("t/2024");
        await town.Server.UntilScored("t/2023");
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        await Until.True(
            async () => await town.Server.Scalar<bool>("select bool_and(results -> 'figures' is not null) from forecasts.season_results"),
            "the figures are stored"
        );

        // Sealed: nothing, to nobody, on no road.
        foreach (var name in (string[])["Olga", "Ann", "Vic", "root"])
            (await town[name].Get("seasons/t/2024/report")).Ok()["figures"].ShouldBeNull(name);
        (await vic.Charts(Report)).ShouldBeEmpty();
        (await vic.Page(Report)).ShouldNotContain("class=\"figures\"");
        (await vic.Charts("/")).Single()["datasets"]!["scores"]!.AsArray().Select(s => (string)s!["year"]!).ShouldBe(["2023"]);

        await town.SetClock(new(2025, 3, 2, 0, 0, 1, TimeSpan.Zero));
        var report = (await town.Viewer.Get("seasons/t/2024/report")).Ok();
        var figures = report["figures"]!;
        var analysts = figures["analysts"]!;
        var expected = await Expected(town.Server);
        ((int)analysts["forecasts"]!, (int)analysts["claims"]!).ShouldBe((108, 36));
        ((double)analysts["brier"]!["mean"]!["value"]!).ShouldBe(expected.Brier.Value.Value, 1e-12);
        ((double)analysts["corp"]!["value"]!["miscalibration"]!).ShouldBe(expected.Corp.Value.Miscalibration, 1e-12);
        ((double)analysts["corp"]!["value"]!["p"]!).ShouldBe(expected.Perfect.Value.Miscalibration.P, 1e-12);
        ((double)analysts["spiegelhalter"]!["value"]!["p"]!).ShouldBe(expected.Spiegelhalter.Value.P, 1e-12);
        ((double)analysts["confidence"]!["value"]!["hitRate"]!).ShouldBe(expected.Confidence.Value.HitRate, 1e-12);
        ((string)analysts["recalibration"]!["state"]!, (int)analysts["recalibration"]!["fullFrom"]!).ShouldBe(("grey", 50));
        report["calibration"]!["figures"]!["curve"].ShouldBeNull("there are a hundred forecasts, and thirty-six claims");
        figures["components"]!.AsArray().Count.ShouldBe(3);

        var page = WebUtility.HtmlDecode(await vic.Page(Report));
        var (sure, right) = (
            Math.Round(expected.Confidence.Value.MeanConfidence * 100),
            Math.Round(expected.Confidence.Value.HitRate * 100)
        );
        page.ShouldContain($"{sure} % sure on average, right {right} % of the time.");
        page.ShouldContain(expected.Corp.Value.Miscalibration.ToString("0.000", CultureInfo.InvariantCulture));
        page.ShouldContain("Says little yet: there are 36 claims, below 50 much of it is chance.");
        page.ShouldContain("What surprised most");
        // Every average says what it averages; claims have three forecasts each, so the two means agree.
        var perClaim = analysts["perClaim"]!;
        ((double)perClaim["mean"]!["value"]!).ShouldBe(expected.Brier.Value.Value, 1e-12);
        var mean = expected.Brier.Value.Value.ToString("0.000", CultureInfo.InvariantCulture);
        page.ShouldContain($"<dd>{mean}</dd><dt>mean Brier at close, per claim</dt>");
        page.ShouldContain("<dd class=\"note\">lower is better; on the same 36 claims · always 50 % scores 0.250 · ");
        page.ShouldContain("Mean Brier at close, per forecast");
        page.ShouldNotContain("always 50 % gives");
        // Wilson's where each forecast is a judgement of its own; bins that pool more have too few of them here, and the page says so.
        var bins = report["calibration"]!["bins"]!.AsArray();
        foreach (var bin in bins)
        {
            var (n, clusters) = ((int)bin!["n"]!, (int)bin["clusters"]!);
            (bin["wilson"] != null, bin["interval"] != null).ShouldBe((clusters == n, clusters == n || clusters >= 10));
        }

        bins.ShouldContain(b => b!["interval"] == null);
        page.ShouldContain("fewer than 10 independent judgements");
        using var ann = await Reader.SignedIn(town.Server, "Ann", "zh-Hans");
        WebUtility.HtmlDecode(await ann.Page(Report)).ShouldContain($"平均把握 {sure} %，命中 {right} %。");
        var small = WebUtility.HtmlDecode(await vic.Page("/seasons/t/2023/report"));
        small.ShouldContain("Shown from 30 claims on; there are 12.");
        small.ShouldContain("no interval: fewer than 10 independent judgements");

        var charts = await vic.Charts(Report);
        charts.Count.ShouldBe(4, "stated values, the claims' scores, the Murphy diagram, the components");
        charts[1]["datasets"]!["bars"]!.AsArray().Sum(b => (int)b!["n"]!).ShouldBe(36);
        charts[2]["datasets"]!["curves"]!.AsArray().Select(c => (string)c!["curve"]!).Distinct().Count().ShouldBe(3);
        charts[3]["datasets"]!["points"]!.AsArray().Select(p => (string)p!["label"]!).ShouldBe(["1", "2", "3", "crowd"]);
        foreach (var chart in charts)
            People.ShouldAllBe(person => !chart.ToJsonString().Contains(person));

        // Never a bare rank.
        var standings = (await town.Viewer.Get("seasons/t/2024/standings?by=baseline")).Ok()["items"]!.AsArray();
        standings.ShouldAllBe(i => (int)i!["place"]!["lower"]! <= (int)i["rank"]! && (int)i["rank"]! <= (int)i["place"]!["upper"]!);
        standings.Sum(i => (double)i!["place"]!["first"]!).ShouldBe(1, 1e-9);

        // The years side by side: of the tournament, and of one analyst.
        var years = (await vic.Charts("/")).Single()["datasets"]!;
        years["scores"]!.AsArray().Select(s => (string)s!["year"]!).ShouldBe(["2023", "2024"]);
        years["shares"]!.AsArray().Where(s => (string)s!["year"]! == "2024").Sum(s => (int)s!["n"]!).ShouldBe(36);
        var zoe = await town.IdOf("Zoe");
        var close = (await town.Viewer.Get($"analysts/{zoe}/track-record")).Ok()["seasons"]!
            .AsArray()
            .Single(s => (string)s!["season"]! == "t/2024")!["close"]!;
        ((int)close["accurate"]! + (int)close["inaccurate"]!).ShouldBe(36);
        (await vic.Charts($"/analysts/{zoe}")).Count.ShouldBe(1);

        // Results of an older shape are made anew; a published report stays what it was.
        await town.SetClock(Given.AfterWindow);
        var published = (await town.Organiser.Post("seasons/t/2024/publish", new { })).Ok();
        published["figures"]!.ToJsonString().ShouldBe(figures.ToJsonString());
        await town.Server.Scalar<long>(
            "update forecasts.season_results set scorer_version = 1, results = results - 'figures'; select 0::bigint"
        );
        (await town.Viewer.Get("seasons/t/2023/report")).Ok()["figures"].ShouldBeNull();
        (await vic.Page("/seasons/t/2023/report")).ShouldContain("are being computed");
        (await town.Viewer.Get("seasons/t/2024/report")).Ok()["figures"]!.ToJsonString().ShouldBe(figures.ToJsonString());
        await town.Server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        await Until.True(async () => (await town.Viewer.Get("seasons/t/2023/report")).Ok()["figures"] is not null, "the figures are back");
    }

    private static async Task Bring(Town town, int year, int claims)
    {
        var (header, rows) = (Files.ClaimsHeader.TrimEnd() + ",outcome\n", Enumerable.Range(0, claims).ToList());
        (
            await town.Admin.Import(
                header
                    + string.Concat(
                        rows.Select(c =>
                            Files
                                .Claim($"p{c / 3}", 1 + (c % 3), c * 7 % 10 > c * 3 % 11 ? ",yes" : ",no")
                                .Replace("2024", $"{year}", StringComparison.Ordinal)
                        )
                    )
            )
        )
            .Counts()
            .ShouldBe($"{claims} {claims} 0 0 done");
        (
            await town.Admin.Import(
                Files.ForecastsHeader
                    + string.Concat(
                        rows.SelectMany(c =>
                            People.Select(
                                (person, a) =>
                                    Files
                                        .Forecast(
                                            $"p{c / 3}",
                                            person,
                                            $"{year}-02-01",
                                            (0.1 + (c * 7 % 10 * 0.08) + (a * 0.02)).ToString("0.00", CultureInfo.InvariantCulture),
                                            1 + (c % 3)
                                        )
                                        .Replace("t/2024", $"t/{year}", StringComparison.Ordinal)
                            )
                        )
                    ),
                "?createAnalysts=true"
            )
        )
            .Counts()
            .ShouldBe($"{3 * claims} {3 * claims} 0 0 done");
    }

    /// <summary>The library's summary of the rows as they are stored.</summary>
    private static async Task<CalibrationSummary> Expected(RunningServer server)
    {
        var (p, y, claims, clusters) = (new List<double>(), new List<double>(), new List<string>(), new List<string>());
        await using var command = server.Database.CreateCommand(
            """
            select s.value_at_close[1], s.outcome, s.claim, c.cluster from forecasts.scores s join forecasts.claims c using (claim)
            where s.season = 't/2024' and not s.crowd order by s.claim collate "C", s.forecaster collate "C"
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            p.Add(reader.GetDouble(0));
            y.Add(reader.GetDouble(1));
            claims.Add(reader.GetString(2));
            clusters.Add(reader.GetString(3));
        }

        static int[] Numbers(List<string> names) =>
            [.. names.Select(n => names.Distinct().Order(StringComparer.Ordinal).ToList().IndexOf(n))];
        return CalibrationSummary.Of([.. p], [.. y], clusters: Numbers(clusters), claims: Numbers(claims));
    }
}
