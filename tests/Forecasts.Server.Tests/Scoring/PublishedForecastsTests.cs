using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Forecasts.Scoring.Rules;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>
/// Forecasts with published scores through the service: imported, settled, scored and reported. What the service computes itself (Brier,
/// ranked probability, log score, where the outcome lay in the distribution) and what is computed from the beliefs as it gives them back
/// (weighted interval score, coverage, error of the median) come out as published.
/// </summary>
public sealed class PublishedForecastsTests(PrivatePostgres postgres, ITestOutputHelper output)
{
    private const string Covid = "scoringutils-examples",
        Hub = "hubverse-example";

    private static readonly string[] Categories = ["low", "moderate", "high", "very high"];

    private sealed record Quantile(double Level, double Value);

    /// <param name="Question">What it is about; a prediction's key.</param>
    private sealed record Stated(string Question, string Model, IReadOnlyList<Quantile> Quantiles, double Observed);

    [Fact]
    public async Task Quantiles_of_an_epidemic()
    {
        var rows = Rows(Covid, "example_quantile.csv")
            .Where(r => r["predicted"] != "" && r["model"] != "")
            .GroupBy(r =>
                (
                    Question: $"{r["target_type"]}/{r["location"]}/{r["target_end_date"]}/{r["forecast_date"]}/{r["horizon"]}",
                    Model: r["model"]
                )
            )
            .Select(g => new Stated(
                g.Key.Question,
                g.Key.Model,
                Sorted(g.Select(r => new Quantile(Number(r["quantile_level"]), Number(r["predicted"])))),
                Number(g.First()["observed"])
            ))
            .ToList();
        rows.Count.ShouldBe(887);
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        var back = await Through(town, rows);
        // Mean WIS, coverage of 50 and 90 %, error of the median, as they print them: three significant figures.
        foreach (
            var (target, model, published) in (IEnumerable<(string, string, string[])>)
                [
                    ("Cases", "EuroCOVIDhub-ensemble", ["17900", ".391", ".805", "24100"]),
                    ("Cases", "EuroCOVIDhub-baseline", ["28500", ".328", ".820", "38500"]),
                    ("Cases", "epiforecasts-EpiNow2", ["20800", ".469", ".789", "27900"]),
                    ("Deaths", "EuroCOVIDhub-ensemble", ["41.4", ".875", "1.000", "53.1"]),
                    ("Deaths", "EuroCOVIDhub-baseline", ["159", ".664", "1.000", "233"]),
                    ("Deaths", "UMass-MechBayes", ["52.7", ".461", ".875", "78.5"]),
                    ("Deaths", "epiforecasts-EpiNow2", ["66.6", ".420", ".908", "105"]),
                ]
        )
        {
            var own = back.Where(f => f.Model == model && f.Question.StartsWith(target, StringComparison.Ordinal)).ToList();
            double[] scores =
            [
                own.Average(Wis),
                own.Average(f => Covered(f, 0.25)),
                own.Average(f => Covered(f, 0.05)),
                own.Average(f => Math.Abs(At(f, 0.5) - f.Observed)),
            ];
            foreach (var (score, text) in scores.Zip(published))
                score.ShouldBe(Number(text), 0.501 * Math.Pow(10, Math.Floor(Math.Log10(score)) - 2), $"{target} {model}");
        }

        await CoverageByTheService(town, back);
    }

    [Fact]
    public async Task Quantiles_of_an_example_hub()
    {
        var observed = Rows(Hub, "forecast_oracle_output.csv")
            .Where(r => r["output_type"] == "quantile")
            .ToDictionary(r => (r["location"], r["target_end_date"]), r => Number(r["oracle_value"]));
        var rows = Rows(Hub, "forecast_outputs.csv")
            .Where(r => r["output_type"] == "quantile")
            .GroupBy(r => (Question: $"{r["location"]}/{r["target_end_date"]}/{r["horizon"]}/{r["reference_date"]}", Model: r["model_id"]))
            .Select(g => new Stated(
                g.Key.Question,
                g.Key.Model,
                Sorted(g.Select(r => new Quantile(Number(r["output_type_id"]), Number(r["value"])))),
                observed[(g.First()["location"], g.First()["target_end_date"])]
            ))
            .ToList();
        rows.Count.ShouldBe(48);
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        var back = await Through(town, rows);
        foreach (
            var (model, error, wis, coverage80, coverage90) in (IEnumerable<(string, double, double, double, double)>)
                [
                    ("Flusight-baseline", 401.875, 329.4545, 0, .125),
                    ("MOBS-GLEAM_FLUH", 416.375, 315.2393, .5, .5625),
                    ("PSI-DICE", 277.0, 227.9527, .5, .5),
                ]
        )
        {
            var own = back.Where(f => f.Model == model).ToList();
            own.Average(Wis).ShouldBe(wis, 5.1e-5, model);
            own.Average(f => Math.Abs(At(f, 0.5) - f.Observed)).ShouldBe(error, 1e-9, model);
            own.Average(f => Covered(f, 0.1)).ShouldBe(coverage80, 1e-12, model);
            own.Average(f => Covered(f, 0.05)).ShouldBe(coverage90, 1e-12, model);
        }

        await CoverageByTheService(town, back);
    }

    [Fact]
    public async Task Ordered_categories_of_the_hub()
    {
        var happened = Rows(Hub, "forecast_oracle_output.csv")
            .Where(r => r["output_type"] == "pmf" && Number(r["oracle_value"]) == 1)
            .ToDictionary(r => (r["location"], r["target_end_date"]), r => r["output_type_id"]);
        var forecasts = Rows(Hub, "forecast_outputs.csv")
            .Where(r => r["output_type"] == "pmf")
            .GroupBy(r => (r["model_id"], r["location"], r["target_end_date"], r["horizon"], r["reference_date"]))
            .ToList();
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        string Key((string, string Location, string Day, string Horizon, string Reference) k) =>
            $"{k.Location}/{k.Day}/{k.Horizon}/{k.Reference}";
        var claims = forecasts
            .Select(f => f.Key)
            .DistinctBy(Key)
            .Select(k => EveryKind.Line(Key(k), "ordered", string.Join('|', Categories) + ",,,,,,", happened[(k.Item2, k.Item3)]));
        var beliefs = forecasts.Select(f =>
            $"t/2024,{Key(f.Key)},1,{f.Key.Item1},2024-02-01,{string.Join('|', f.OrderBy(r => Array.IndexOf(Categories, r["output_type_id"])).Select(r => r["value"]))},\n"
        );
        await Import(town, EveryKind.ClaimsHeader + string.Concat(claims), 16);
        await Import(town, EveryKind.ForecastsHeader + string.Concat(beliefs), 48);
        await town.Server.UntilScored("t/2024");
        await using var command = town.Server.Database.CreateCommand(
            """
            select a.data ->> 'name', split_part(p.data -> 'state' ->> 'key', '/', 1), split_part(p.data -> 'state' ->> 'key', '/', 3), avg(3 * s.brier), avg(s.log_score)
            from forecasts.scores s join forecasts.mt_doc_account a on a.id = s.forecaster join forecasts.mt_doc_predictionrecord p on s.claim = (p.data -> 'state' ->> 'id') || '/1'
            where not s.crowd group by 1, 2, 3
            """
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var cells = new List<(string Model, string Location, string Horizon)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var cell = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
            var own = forecasts
                .Where(f => (f.Key.Item1, f.Key.Item2, f.Key.Item4) == cell)
                .Select(f =>
                {
                    double[] pmf = [.. f.OrderBy(r => Array.IndexOf(Categories, r["output_type_id"])).Select(r => Number(r["value"]))];
                    var outcome = Array.IndexOf(Categories, happened[(f.Key.Item2, f.Key.Item3)]);
                    return (Log: LogScore.Categorical(pmf, outcome), Rps: RankedProbabilityScore.Of(pmf, outcome));
                })
                .ToList();
            // The service keeps the ranked probability score within 0 and 1: a third of the published one.
            reader.GetDouble(3).ShouldBe(own.Average(o => o.Rps), 1e-9, cell.ToString());
            var log = own.Average(o => o.Log);
            if (double.IsInfinity(log))
                cells.Add(cell);
            if (double.IsInfinity(log))
                reader.GetDouble(4).ShouldBe(log);
            else
                reader.GetDouble(4).ShouldBe(log, 1e-9, cell.ToString());
        }

        // The published table names the first; the data give the outcome a probability of exactly 0 in three more.
        cells.ShouldBe(
            [("Flusight-baseline", "25", "3"), ("MOBS-GLEAM_FLUH", "25", "2"), ("MOBS-GLEAM_FLUH", "25", "3"), ("PSI-DICE", "25", "3")],
            ignoreOrder: true
        );
        await Reported(town, 16);
    }

    [Fact]
    public async Task Yes_and_no_of_an_epidemic()
    {
        var rows = Rows(Covid, "example_binary.csv")
            .Where(r => r["predicted"] != "" && r["model"] != "")
            .Select(r =>
                (
                    Question: $"{r["target_type"]}/{r["location"]}/{r["target_end_date"]}/{r["forecast_date"]}/{r["horizon"]}",
                    Model: r["model"],
                    P: Number(r["predicted"]),
                    Y: Number(r["observed"])
                )
            )
            .ToList();
        // A question is one claim: here whether something came depends on the model, too.
        var claims = rows.GroupBy(r => (r.Question, r.Y)).ToList();
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        await Import(
            town,
            EveryKind.ClaimsHeader
                + string.Concat(
                    claims.Select(c => EveryKind.Line($"{c.Key.Question}/{c.Key.Y}", "binary", ",,,,,,", c.Key.Y == 1 ? "yes" : "no"))
                ),
            claims.Count
        );
        await Import(
            town,
            EveryKind.ForecastsHeader
                + string.Concat(
                    rows.Select(r =>
                        $"t/2024,{r.Question}/{r.Y},1,{r.Model},2024-02-01,{r.P.ToString("R", CultureInfo.InvariantCulture)},\n"
                    )
                ),
            rows.Count
        );
        await town.Server.UntilScored("t/2024");
        await using var command = town.Server.Database.CreateCommand(
            """
            select a.data ->> 'name', avg(s.brier), avg(s.log_score), count(*) from forecasts.scores s join forecasts.mt_doc_account a on a.id = s.forecaster where not s.crowd group by 1
            """
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var own = rows.Where(r => r.Model == reader.GetString(0)).ToList();
            own.Count.ShouldBe((int)reader.GetInt64(3));
            reader.GetDouble(1).ShouldBe(own.Average(r => Math.Pow(r.P - r.Y, 2)), 1e-12);
            var log = own.Average(r => LogScore.Binary(r.P, r.Y));
            if (double.IsInfinity(log))
                reader.GetDouble(2).ShouldBe(log);
            else
                reader.GetDouble(2).ShouldBe(log, 1e-9);
        }

        await Reported(town, claims.Count);
    }

    /// <summary>Files a number claim for each question, settles it, and reads the beliefs back as the API gives them.</summary>
    private static async Task<List<Stated>> Through(Town town, IReadOnlyList<Stated> rows)
    {
        var questions = rows.GroupBy(r => r.Question).ToList();
        var claims = questions.Select(q =>
        {
            // From what all models say, a little wider; what came may lie beyond both ends.
            var (min, max) = (q.Min(r => r.Quantiles[0].Value), q.Max(r => r.Quantiles[^1].Value));
            var margin = Math.Max(1, (max - min) / 20);
            return EveryKind.Line(
                q.Key,
                "number",
                string.Create(CultureInfo.InvariantCulture, $",{min - margin}..{max + margin},,,both,,"),
                q.First().Observed.ToString("R", CultureInfo.InvariantCulture)
            );
        });
        // Of levels with the same value the highest one says what lies at it or below.
        string Json(Stated row) =>
            new JsonObject
            {
                ["quantiles"] = new JsonArray([
                    .. row
                        .Quantiles.GroupBy(q => q.Value)
                        .Select(g => (JsonNode)new JsonObject { ["level"] = g.Max(q => q.Level), ["value"] = g.Key }),
                ]),
            }.ToJsonString();
        var beliefs = rows.Select(r =>
            $"t/2024,{r.Question},1,{r.Model},2024-02-01,,\"{Json(r).Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"
        );
        await Import(town, EveryKind.ClaimsHeader + string.Concat(claims), questions.Count);
        await Import(town, EveryKind.ForecastsHeader + string.Concat(beliefs), rows.Count);
        await town.Server.UntilScored("t/2024");
        await Reported(town, questions.Count);

        var levels = rows.ToDictionary(r => (r.Question, r.Model), r => r.Quantiles.Select(q => q.Level).ToArray());
        var back = new List<Stated>();
        for (string? after = ""; after is not null; )
        {
            var page = (await town.Admin.Get($"seasons/t/2024/predictions?limit=200{after}")).Ok();
            foreach (var listed in page["items"]!.AsArray())
            {
                var claim = (await town.Admin.Get($"predictions/{listed!["id"]}")).Ok()["claims"]![0]!;
                foreach (var f in claim["forecasts"]!.AsArray())
                {
                    List<Quantile> points =
                    [
                        .. f!["quantiles"]!.AsArray().Select(q => new Quantile((double)q!["level"]!, (double)q["value"]!)),
                    ];
                    var (question, model) = ((string)listed["key"]!, (string)f["name"]!);
                    back.Add(
                        new(
                            question,
                            model,
                            [.. levels[(question, model)].Select(l => new Quantile(l, points.First(p => p.Level >= l).Value))],
                            Number((string)claim["outcome"]!)
                        )
                    );
                }
            }

            after = (string?)page["next"] is { } next ? "&after=" + next : null;
        }

        back.Count.ShouldBe(rows.Count);
        return back;
    }

    /// <summary>
    /// The service says where the outcome lay in each distribution, which it joins by a curve and cuts into two hundred buckets, none of
    /// them empty: its coverage is that of the stated quantiles but for outcomes within a bucket of one of them, or a hundredth of its
    /// level.
    /// </summary>
    private async Task CoverageByTheService(Town town, List<Stated> back)
    {
        const double Tail = 0.05,
            Hundredth = 0.01;
        await using var command = town.Server.Database.CreateCommand(
            """
            select a.data ->> 'name', p.data -> 'state' ->> 'key', s.pit_at, c.terms
            from forecasts.scores s join forecasts.claims c using (claim)
                join forecasts.mt_doc_account a on a.id = s.forecaster join forecasts.mt_doc_predictionrecord p on s.claim = (p.data -> 'state' ->> 'id') || '/1'
            where not s.crowd
            """
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var (read, covered, beside) = (0, 0.0, 0);
        var said = back.ToDictionary(f => (f.Model, f.Question));
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var own = said[(reader.GetString(0), reader.GetString(1))];
            var (pit, bucket) = (reader.GetDouble(2), BucketOf((NumberClaim)StoredKind.Of(reader.GetString(3))));
            (read, covered) = (read + 1, covered + (pit is >= Tail and <= 1 - Tail ? 1 : 0));
            if ((pit is >= Tail and <= 1 - Tail) == (Covered(own, Tail) == 1))
                continue;
            beside++;
            double[] near =
            [
                Math.Abs(own.Observed - At(own, Tail)) / bucket,
                Math.Abs(own.Observed - At(own, 1 - Tail)) / bucket,
                Math.Abs(pit - Tail) / Hundredth,
                Math.Abs(pit - 1 + Tail) / Hundredth,
            ];
            near.Min().ShouldBeLessThanOrEqualTo(1, own.ToString());
        }

        read.ShouldBe(back.Count);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"90 % coverage: {covered / read:0.000} by the service, {back.Average(f => Covered(f, Tail)):0.000} of the quantiles; {beside} of {read} outcomes lie beside one."
            )
        );
        (beside / (double)read).ShouldBeLessThan(0.03);
    }

    private static double BucketOf(NumberClaim kind) => (kind.Max - kind.Min) / kind.Range.Buckets;

    private static async Task Reported(Town town, int settled)
    {
        var report = (await town.Admin.Get("seasons/t/2024/report")).Ok();
        ((int)report["counts"]!["settled"]!).ShouldBe(settled);
        report["standings"]!["items"]!
            .AsArray()
            .ShouldAllBe(r => double.IsFinite((double)r!["peer"]!) && double.IsFinite((double)r["baseline"]!));
    }

    private static async Task Import(Town town, string file, int rows)
    {
        var import = await town.Admin.Import(file, "?createAnalysts=true");
        import.Counts().ShouldBe($"{rows} {rows} 0 0 done", string.Join(", ", (await town.Admin.Refused(import)).Take(5)));
    }

    private static double Wis(Stated f) =>
        WeightedIntervalScore.Of([.. f.Quantiles.Select(q => q.Value)], [.. f.Quantiles.Select(q => q.Level)], f.Observed).Score;

    private static double At(Stated f, double level) => f.Quantiles.Single(q => q.Level == level).Value;

    private static double Covered(Stated f, double tail) => At(f, tail) <= f.Observed && f.Observed <= At(f, 1 - tail) ? 1 : 0;

    private static IReadOnlyList<Quantile> Sorted(IEnumerable<Quantile> quantiles) => [.. quantiles.OrderBy(q => q.Level)];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(string folder, string file)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("FORECASTS_DATA") ?? "", folder, file);
        Assert.SkipUnless(File.Exists(path), $"FORECASTS_DATA names no folder with {folder}/{file}.");
        var lines = File.ReadAllLines(path, Encoding.UTF8);
        var header = lines[0].Split(',');
        return
        [
            .. lines
                .Skip(1)
                .Where(l => l.Length > 0)
                .Select(l => header.Zip(l.Split(',')).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal)),
        ];
    }
}
