using System.Net;
using System.Text.Json.Nodes;
using Forecasts.Scoring.Calibration;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Reports;

/// <summary>A season that has a claim of every kind, from its forecasts to its frozen report.</summary>
public sealed class EveryKindSeasonTests(PrivatePostgres postgres)
{
    private const string Report = "/seasons/t/2024/report";

    private static readonly object[] Mixed =
    [
        Claim("binary"),
        Claim("three"),
        Claim("expected"),
        new
        {
            statement = "Where?",
            type = "choice",
            options = new[] { "Asia", "Europe", "elsewhere" },
            criteria = "As the paper says.",
            due = "2024-12-31",
        },
        new
        {
            statement = "How many?",
            type = "ordered",
            options = new[] { "few", "some", "many" },
            criteria = "As the paper says.",
            due = "2024-12-31",
        },
        new
        {
            statement = "How much, in all?",
            type = "number",
            range = new { min = 1, max = 1_000_000 },
            scale = "log",
            criteria = "As the paper says.",
            due = "2024-12-31",
        },
        new
        {
            statement = "When?",
            type = "date",
            range = new { min = "2024-01-01", max = "2026-12-31" },
            openBounds = "upper",
            criteria = "As the paper says.",
            due = "2024-12-31",
        },
    ];

    private static readonly object[] Beliefs =
    [
        new { probability = 0.7 },
        new { grades = new[] { 0.2, 0.3, 0.5 } },
        new { probability = 0.6 },
        new
        {
            options = new Dictionary<string, double>
            {
                ["Asia"] = 0.5,
                ["Europe"] = 0.3,
                ["elsewhere"] = 0.2,
            },
        },
        new
        {
            options = new Dictionary<string, double>
            {
                ["few"] = 0.2,
                ["some"] = 0.5,
                ["many"] = 0.3,
            },
        },
        new
        {
            quantiles = new[] { new { level = 0.1, value = 20 }, new { level = 0.5, value = 400 }, new { level = 0.9, value = 30_000 } },
        },
        new
        {
            quantiles = new[]
            {
                new { level = 0.1, value = "2024-06-01" },
                new { level = 0.5, value = "2025-01-01" },
                new { level = 0.9, value = "2026-01-01" },
            },
            above = 0.05,
        },
    ];

    private static readonly object[] Revised =
    [
        new { probability = 0.8 },
        new { grades = new[] { 0.1, 0.3, 0.6 } },
        new { probability = 0.4 },
        new
        {
            options = new Dictionary<string, double>
            {
                ["Asia"] = 0.6,
                ["Europe"] = 0.3,
                ["elsewhere"] = 0.1,
            },
        },
        new
        {
            options = new Dictionary<string, double>
            {
                ["few"] = 0.1,
                ["some"] = 0.5,
                ["many"] = 0.4,
            },
        },
        new { cdf = new[] { new { level = 0.2, value = 50 }, new { level = 0.8, value = 5_000 } } },
        new { cdf = new[] { new { level = 0.3, value = "2024-09-01" }, new { level = 0.9, value = "2025-09-01" } } },
    ];

    private static readonly string[] Outcomes = ["yes", "half", "accurate", "Asia", "many", "1234.5", "2024-11-05"];

    [Fact]
    public async Task Its_report_standings_track_record_crowd_and_pictures_hold_and_come_out_the_same_made_anew()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"));
        var (mixed, numbers) = (await Filed(town.Ann, Mixed), await Filed(town.Ann, [.. Enumerable.Range(0, 10).Select(_ => Capacity)]));
        for (var c = 0; c < Mixed.Length; c++)
            foreach (var analyst in (Api[])[town.Ann, town.Bob])
                (await analyst.Put(Forecast(mixed, c), Beliefs[c])).Ok();
        for (var c = 0; c < 10; c++)
        {
            // Ann holds every value for equally likely, so the outcome itself is where it lay; Bob is sure of the middle.
            (
                await town.Ann.Put(
                    Forecast(numbers, c),
                    new { cdf = new[] { new { level = 0.0, value = 0 }, new { level = 1.0, value = 100 } } }
                )
            ).Ok();
            (
                await town.Bob.Put(
                    Forecast(numbers, c),
                    new { quantiles = new[] { new { level = 0.1, value = 45 }, new { level = 0.9, value = 55 } } }
                )
            ).Ok();
        }

        await town.SetClock(Given.MidYear.AddDays(30));
        for (var c = 0; c < Mixed.Length; c++)
            (await town.Bob.Put(Forecast(mixed, c), Revised[c])).Ok();
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        using var bob = await Reader.SignedIn(town.Server, "Bob", "zh-Hans");
        await Pictures(town, vic, bob, mixed);

        await town.SetClock(Given.InWindow);
        for (var c = 0; c < Mixed.Length; c++)
            (await town.Eve.Post($"predictions/{mixed}/claims/{c + 1}/verdicts", Given.Verdict(Outcomes[c]))).Ok();
        for (var c = 0; c < 10; c++)
            (await town.Eve.Post($"predictions/{numbers}/claims/{c + 1}/verdicts", Given.Verdict($"{3 + (10 * c)}"))).Ok();
        await town.Server.UntilScored("t/2024");
        await Until.True(async () => (await town.Viewer.Get(Of(Report))).Ok()["figures"] is not null, "the figures are stored");

        var standings = (await town.Viewer.Get("seasons/t/2024/standings")).Ok();
        (
            (int)standings["claimsEntered"]!,
            (int)standings["entered"]!["peer"]!,
            (int)standings["entered"]!["relativeBrier"]!,
            (int)standings["entered"]!["baseline"]!
        ).ShouldBe((17, 17, 5, 17));
        foreach (var score in (string[])["peer", "relativeBrier"])
            standings["items"]!.AsArray().Sum(i => (double)i![score]!).ShouldBe(0, 1e-9, score);
        WebUtility
            .HtmlDecode(await vic.Page("/seasons/t/2024/standings"))
            .ShouldContain("17 claims scored. 5 of them enter every score, numbers and dates peer and baseline only.");

        var report = (await town.Viewer.Get(Of(Report))).Ok();
        await Calibrated(town, report);
        Retrospective(report);
        await TrackRecords(town, bob);
        await Pages(vic, bob);

        var live = report["distributions"]!.ToJsonString();
        await town.Server.IsTheSameMadeAnew();
        await Until.True(async () => (await town.Viewer.Get(Of(Report))).Ok()["figures"] is not null, "the figures are back");
        var anew = (await town.Viewer.Get(Of(Report))).Ok();
        foreach (var part in (string[])["distributions", "figures", "calibration", "standings"])
            anew[part]!.ToJsonString().ShouldBe(report[part]!.ToJsonString(), part);

        await town.SetClock(Given.AfterWindow);
        (await town.Organiser.Post("seasons/t/2024/publish", new { })).Ok();
        var frozen = JsonNode.Parse(
            await town.Server.Scalar<string>("select convert_from(content, 'UTF8') from forecasts.published_reports")
        )!;
        JsonNode.DeepEquals(frozen["distributions"], JsonNode.Parse(live)).ShouldBeTrue();
        Retrospective(frozen);
        ((int)frozen["standings"]!["entered"]!["relativeBrier"]!).ShouldBe(5);
    }

    private static object Capacity { get; } = new
    {
        statement = "How much?",
        type = "number",
        range = new { min = 0, max = 100 },
        unit = "GW",
        criteria = "As the paper says.",
        due = "2024-12-31",
    };

    /// <summary>The crowd's and the reader's own, on the claim's own scale, with the same as a table.</summary>
    private static async Task Pictures(Town town, Reader vic, Reader bob, string mixed)
    {
        await Until.True(
            async () =>
                (await vic.Charts($"/predictions/{mixed}")).Count == Mixed.Length
                && (await vic.Charts($"/predictions/{mixed}")).All(c =>
                    !c.ToJsonString().Contains("\"bands\":[]", StringComparison.Ordinal)
                ),
            "every claim has its history"
        );
        await Until.True(
            () => town.Server.Scalar<bool>("select not exists (select from forecasts.stale_crowds)"),
            "the crowds are computed"
        );
        var charts = await bob.Charts($"/predictions/{mixed}");
        foreach (var options in (JsonNode[])[charts[3], charts[4]])
            options["datasets"]!["bands"]!
                .AsArray()
                .Chunk(3)
                .ShouldAllBe(step => Math.Abs(step.Sum(b => (double)b!["upper"]! - (double)b["lower"]!) - 1) < 1e-5);
        charts[3]["datasets"]!["bands"]!.AsArray().Select(b => (string)b!["label"]!).Distinct().ShouldBe(["Asia", "Europe", "elsewhere"]);
        foreach (var fan in (JsonNode[])[charts[5], charts[6]])
        {
            var rows = fan["datasets"]!["fans"]!.AsArray();
            rows.Select(r => (string)r!["of"]!).Distinct().ShouldBe(["crowd", "own"]);
            rows.ShouldAllBe(r =>
                (double)r!["q5"]! <= (double)r["q25"]! && (double)r["q25"]! <= (double)r["q50"]! && (double)r["q75"]! <= (double)r["q95"]!
            );
        }

        charts[5].ToJsonString().ShouldContain("\"type\":\"log\"");
        charts[6].ToJsonString().ShouldContain("utcFormat");
        // Half of what Ann and Bob hold likely lies below the crowd's median; half of Bob's own below his.
        ((double)charts[5]["datasets"]!["fans"]!.AsArray().Last(r => (string)r!["of"]! == "own")!["q50"]!).ShouldBe(2_525, 40);
        var page = WebUtility.HtmlDecode(await bob.Page($"/predictions/{mixed}"));
        page.ShouldContain("我：中位数（5 – 95 %）");
        page.ShouldContain("<th scope=\"col\" class=\"number\">elsewhere</th>");
    }

    /// <summary>The same figures from the rows as they are stored.</summary>
    private static async Task Calibrated(Town town, JsonNode report)
    {
        var calibration = report["calibration"]!;
        // Two forecasts on each of five claims; of the two choices there are three options each.
        ((int)calibration["n"]!, (int)calibration["claims"]!).ShouldBe(((3 * 2) + (2 * 2 * 3), 5));
        calibration["choice"]!.ToJsonString().ShouldBe("""{"claims":2,"forecasts":4,"cases":12}""");
        calibration["bins"]!.AsArray().Sum(b => (int)b!["n"]!).ShouldBe(18);
        var analysts = report["figures"]!["analysts"]!;
        ((int)analysts["forecasts"]!, (int)analysts["claims"]!).ShouldBe((10, 5));
        ((double)analysts["brier"]!["mean"]!["value"]!).ShouldBe(
            await town.Server.Scalar<double>(
                """
                select avg(case c.type when 'three' then power(s.value_at_close[3] + s.value_at_close[2] / 2 - s.outcome, 2) else s.brier end)
                from forecasts.scores s join forecasts.claims c using (claim) where not s.crowd and s.value_at_close is not null
                """
            ),
            1e-12
        );
        ((int)analysts["brier"]!["alwaysHalf"]!["claims"]!).ShouldBe(3);
        report["figures"]!["claims"]!.AsArray().Count.ShouldBe(5);

        foreach (var (of, rows) in ((string, string)[])[("analysts", "not s.crowd"), ("crowd", "s.forecaster = 'median'")])
        {
            double[] below = await Column("pit_below"),
                at = await Column("pit_at");
            var pit = PitCalibration.Of(
                below,
                at,
                clusters: [.. Enumerable.Range(0, at.Length).Select(i => i < 2 * at.Length / 12 ? 0 : 1)]
            );
            var figures = report["distributions"]![of]!;
            ((int)figures["claims"]!, (int)figures["forecasts"]!, (int)figures["clusters"]!).ShouldBe((12, at.Length, 2));
            figures["coverage"]!["value"]!
                .AsArray()
                .Select(c => (double)c!["share"]!["value"]!)
                .ShouldBe(pit.Coverages.Select(c => c.Share), 1e-12);
            ((double)figures["bias"]!["value"]!["value"]!).ShouldBe(pit.Bias.Value, 1e-12);
            ((string)figures["histogram"]!["state"]!, (string)figures["coverage"]!["state"]!).ShouldBe(("hidden", "shown"));

            async Task<double[]> Column(string name)
            {
                await using var command = town.Server.Database.CreateCommand(
                    $"select s.{name} from forecasts.scores s join forecasts.claims c using (claim) where {rows} and s.pit_at is not null "
                        + "order by c.type, s.claim collate \"C\", s.forecaster collate \"C\""
                );
                await using var reader = await command.ExecuteReaderAsync();
                var values = new List<double>();
                while (await reader.ReadAsync())
                    values.Add(reader.GetDouble(0));
                return [.. values];
            }
        }
    }

    private static void Retrospective(JsonNode report)
    {
        var claims = report["retrospective"]!
            .AsArray()
            .SelectMany(t => t!["predictions"]!.AsArray())
            .SelectMany(p => p!["claims"]!.AsArray())
            .ToList();
        claims.Take(Mixed.Length).Select(c => (string)c!["outcome"]!).ShouldBe(Outcomes);
        claims
            .Take(Mixed.Length)
            .Select(c => (string)c!["type"]!)
            .ShouldBe(["binary", "three", "expected", "choice", "ordered", "number", "date"]);
        claims.Skip(Mixed.Length).ShouldAllBe(c => (string)c!["unit"]! == "GW");
        claims[5]!["unit"].ShouldBeNull();
    }

    private static async Task TrackRecords(Town town, Reader bob)
    {
        var ann = await town.IdOf("Ann");
        var record = (await town.Viewer.Get($"analysts/{ann}/track-record")).Ok();
        var own = record["distributions"]!;
        ((int)own["claims"]!).ShouldBe(12);
        // Of the ten whose outcomes lay at 3, 13 and so on to 93 of a hundred, and two more.
        var (log, day) = (await Inside(town, "number"), await Inside(town, "date"));
        own["coverage"]!["value"]!
            .AsArray()
            .Select(c => (double)c!["covered"]!)
            .ShouldBe([5 + log[0] + day[0], 8 + log[1] + day[1], 9 + log[2] + day[2]]);
        var season = record["seasons"]!.AsArray().Single()!;
        (
            (int)season["claims"]!,
            (int)season["close"]!["accurate"]!,
            (int)season["close"]!["halfRight"]!,
            (int)season["close"]!["other"]!
        ).ShouldBe((17, 2, 1, 14));
        WebUtility.HtmlDecode(await bob.Page($"/analysts/{ann}")).ShouldContain("数值与日期");
    }

    // Whether the one claim of the kind that is in the mixed prediction came out inside Ann's central intervals.
    private static async Task<double[]> Inside(Town town, string type)
    {
        var at = await town.Server.Scalar<double>(
            $"select s.pit_at from forecasts.scores s join forecasts.claims c using (claim) where c.type = '{type}' "
                + $"and c.terms not like '%GW%' and s.forecaster = '{await town.IdOf("Ann")}'"
        );
        return [.. new[] { 0.5, 0.8, 0.9 }.Select(level => at > (1 - level) / 2 && at <= (1 + level) / 2 ? 1.0 : 0.0)];
    }

    private static async Task Pages(Reader vic, Reader bob)
    {
        var page = WebUtility.HtmlDecode(await vic.Page(Report));
        page.ShouldContain("<h2>Numbers and dates</h2>");
        page.ShouldContain("Inside the stated 90 % interval");
        page.ShouldContain(
            "of them 4 forecasts on 2 claims with options: calibration counts each option " + "against the rest, 12 cases in all"
        );
        page.ShouldContain("on the 3 claims without options: always 50 % scores");
        page.ShouldContain("Shown from 20 claims on; there are 12.");
        (await vic.Charts(Report)).ShouldContain(c => c["datasets"]!["coverage"] != null);
        WebUtility.HtmlDecode(await bob.Page(Report)).ShouldContain("落在所述 90 % 区间内");
    }

    private static object Claim(string type) =>
        new
        {
            statement = "It happens.",
            type,
            criteria = "As the paper says.",
            due = "2024-12-31",
        };

    private static string Forecast(string prediction, int claim) => $"predictions/{prediction}/claims/{claim + 1}/forecast";

    private static string Of(string page) => page[1..];

    private static async Task<string> Filed(Api author, object[] claims) =>
        (string)
            (
                await author.Post(
                    "seasons/t/2024/predictions",
                    new
                    {
                        theme = "general",
                        title = "A judgement",
                        coreJudgement = "Something will happen.",
                        claims,
                    }
                )
            ).Ok()["id"]!;
}
