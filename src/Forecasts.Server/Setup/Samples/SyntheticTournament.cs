using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Setup.Samples;

/// <summary>
/// A made-up tournament of twelve analysts: last year finished with a hundred resolved claims of yes, no and grades and ten of other kinds,
/// this year open to try things. Always the same.
/// </summary>
public static class SyntheticTournament
{
    public const string Slug = "synthetic";
    private const int Analysts = 12;
    private const int Judgements = 25;
    private const int ClaimsEach = 4;

    private static readonly Theme[] Themes =
    [
        new("energy", Both("Energy", "能源")),
        new("health", Both("Health", "健康")),
        new("machines", Both("Machines", "机器")),
        new("cities", Both("Cities", "城市")),
        new("space", Both("Space", "航天")),
    ];

    /// <summary>How an analyst differs from what is knowable: noise, and the slope of the log odds (above 1 is over-confident).</summary>
    private sealed record Temper(double Noise, double Slope);

    public static async Task Load(IServiceProvider services, DateTimeOffset now, CancellationToken cancellation)
    {
        var (store, commands) = (services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<Store.Commands>());
        var tournament = new TournamentRequest(Slug, Both("Synthetic tournament", "合成锦标赛"));
        var author = await Sample.People(
            store,
            tournament,
            "Synthetic author",
            [RoleName.Analyst, RoleName.Reviewer, RoleName.Organiser],
            now,
            cancellation
        );
        var people = new List<string>();
        for (var i = 0; i < Analysts; i++)
            people.Add(
                await Sample.People(
                    store,
                    tournament,
                    $"Synthetic {(char)('A' + i)}",
                    [RoleName.Analyst, RoleName.Reviewer, RoleName.Organiser],
                    now,
                    cancellation
                )
            );

        var year = now.Year - 1;
        var last = await Sample.Plan(
            commands,
            Slug,
            Season(
                year,
                new(year, 12, 31),
                new(year + 1, 1, 1),
                DateOnly.FromDateTime(now.UtcDateTime) is { Month: 1 } d ? d.AddDays(-1) : new(year + 1, 1, 31)
            ),
            now,
            cancellation
        );
        var outcomes = new Random(2_025);
        var ids = Enumerable.Range(1, Judgements).ToDictionary(j => j, j => Ids.OfPrediction(last.Id, Key(j)));
        await commands.AppendMany(
            Person.Service,
            Keys(ids.Values),
            unit =>
            {
                foreach (var (j, id) in ids)
                    File(unit, last, author, j, id);
            },
            null,
            cancellation
        );

        var results = new Dictionary<(int, int), Outcome>();
        foreach (var (j, id) in ids)
        {
            var truths = Enumerable
                .Range(1, ClaimsEach)
                .Select(_ => Math.Clamp((outcomes.NextDouble() + outcomes.NextDouble()) / 2, 0.03, 0.97))
                .ToArray();
            for (var c = 0; c < ClaimsEach; c++)
                results[(j, c + 1)] = Draw(KindOf(j, c + 1), truths[c], outcomes);
            await Foretell(j, id, Turns(last, people, j, id, truths).Select(t => (t.Key, BeliefOf(KindOf(j, t.Key.Claim.Number), t.P))));
        }

        var others = await Others(last);
        foreach (var (j, (id, claims)) in others)
        {
            await Foretell(j, id, claims.SelectMany((kind, c) => Turns(last, people, j, new ClaimRef(id, c + 1), kind)));
            foreach (var (c, kind) in claims.Index())
                results[(j, c + 1)] = SyntheticKinds.Draw(kind, Seed(j, c + 1));
        }

        foreach (var (j, other) in others)
            ids.Add(j, other.Id);
        await commands.AppendMany(
            Person.Service,
            Keys(ids.Values),
            unit =>
            {
                foreach (var ((j, c), outcome) in results)
                    Settle(unit, last, ids[j], c, outcome, j);
            },
            null,
            cancellation
        );

        var current = await Sample.Plan(
            commands,
            Slug,
            Season(now.Year, new(now.Year + 1, 6, 30), new(now.Year + 1, 7, 1), new(now.Year + 1, 8, 15)),
            now,
            cancellation
        );
        var open = Enumerable.Range(1, 3).ToDictionary(j => j, j => Ids.OfPrediction(current.Id, Key(j)));
        await commands.AppendMany(
            Person.Service,
            Keys(open.Values),
            unit =>
            {
                foreach (var (j, id) in open)
                    File(unit, current, author, j, id);
            },
            null,
            cancellation
        );
        await Others(current);

        Task Foretell(int j, string id, IEnumerable<(TurnKey Key, StatedBelief Belief)> beliefs)
        {
            var turns = beliefs.ToList();
            return commands.AppendMany(
                Person.Service,
                new() { Predictions = [id], Turns = [.. turns.Select(t => t.Key)] },
                unit => turns.ForEach(t => Forecast(unit, last, j, t.Key, t.Belief)),
                null,
                cancellation
            );
        }

        async Task<IReadOnlyDictionary<int, (string Id, IReadOnlyList<ClaimKind> Claims)>> Others(Season season)
        {
            var filed = Enumerable
                .Range(1, SyntheticKinds.Judgements)
                .ToDictionary(
                    n => Judgements + n,
                    n =>
                    {
                        var (j, id) = (Judgements + n, Ids.OfPrediction(season.Id, Key(Judgements + n)));
                        return SyntheticKinds
                            .Judgement(n, season, Key(j))
                            .Filed(id, season, new(author), Sample.Stamp(season.Calendar.Opens.Instant, j))
                            .Filed!;
                    }
                );
            await commands.AppendMany(
                Person.Service,
                Keys([.. filed.Values.Select(f => f.Id)]),
                unit =>
                {
                    foreach (var judgement in filed.Values)
                        File(unit, season, judgement);
                },
                null,
                cancellation
            );
            return filed.ToDictionary(f => f.Key, f => (f.Value.Id, (IReadOnlyList<ClaimKind>)[.. f.Value.Claims.Select(c => c.Kind)]));
        }
    }

    /// <summary>Publishes last year's report as soon as the scoring has caught up.</summary>
    public static async Task Publish(IServiceProvider services, DateTimeOffset now, CancellationToken cancellation)
    {
        var (store, commands) = (services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<Store.Commands>());
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var season = new Domain.Seasons.SeasonRef(Slug, now.Year - 1);
        for (var waited = 0; waited < 300; waited++)
        {
            var done = await commands.Season(
                season,
                Person.Service,
                (unit, known) =>
                    PublishSeason.Freeze(
                        unit,
                        known!,
                        new(Stamp.System, services.GetRequiredService<Clock>().GetUtcNow()),
                        store,
                        database,
                        cancellation
                    ),
                null,
                cancellation
            );
            if (done.Rejection is null)
                return;
            await Task.Delay(200, cancellation);
        }
    }

    private static UnitKeys Keys(IReadOnlyCollection<string> predictions) =>
        new()
        {
            Predictions = predictions,
            Evidence = predictions,
            Claims = [.. predictions.SelectMany(p => Enumerable.Range(1, ClaimsEach), (p, c) => new ClaimRef(p, c))],
        };

    private static void File(Unit unit, Season season, string author, int j, string id)
    {
        var theme = Themes[(j - 1) % Themes.Length];
        var claims = Enumerable
            .Range(1, ClaimsEach)
            .Select(c => new ClaimRequest(
                Both($"Made-up claim {j}.{c} comes true", $"虚构论断 {j}.{c} 成真"),
                KindOf(j, c).Word,
                Both("Drawn by lot; nothing real is meant.", "由随机数决定，不指任何真实事物。"),
                season.Calendar.ForecastsClose.Local
            ))
            .ToArray();
        var request = new PredictionRequest(
            theme.Key,
            Both($"Made-up judgement {j}", $"虚构判断 {j}"),
            Both(
                $"A made-up judgement in the field of {theme.Name.In("en").ToLowerInvariant()}, to show a finished year.",
                $"“{theme.Name.In("zh-Hans")}”领域的虚构判断，用来展示完整的一年。"
            ),
            claims,
            null,
            null,
            Key(j)
        );
        File(unit, season, request.Filed(id, season, new(author), Sample.Stamp(season.Calendar.Opens.Instant, j)).Filed!);
    }

    private static void File(Unit unit, Season season, PredictionEvent.Filed filed)
    {
        var decision = PredictionDecider.File(unit.Prediction(filed.Id), filed, season);
        foreach (var happened in decision.OrThrow())
            unit.Add(Streams.Prediction(filed.Id), happened);
    }

    /// <summary>Beliefs come closer to what is knowable over the year, each analyst in their own way; one in ten skips a claim.</summary>
    private static IEnumerable<(TurnKey Key, double P)> Turns(Season season, List<string> people, int j, string id, double[] truths)
    {
        var random = new Random(j);
        var length = season.Calendar.ForecastsClose.Instant - season.Calendar.Opens.Instant;
        for (var a = 0; a < people.Count; a++)
        {
            var temper = TemperOf(a);
            for (var c = 1; c <= ClaimsEach; c++)
            {
                if (random.NextDouble() < 0.1)
                    continue;
                var turns = random.Next(1, 5);
                for (var turn = 0; turn < turns; turn++)
                {
                    var at = season.Calendar.Opens.Instant + (length * (turn + (0.05 + (0.9 * random.NextDouble()))) / turns);
                    at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
                    var known = Math.Log(truths[c - 1] / (1 - truths[c - 1])) * ((turn + 1.0) / turns);
                    var p = Math.Round(
                        Math.Clamp(1 / (1 + Math.Exp(-((temper.Slope * known) + (temper.Noise * Normal(random))))), 0.01, 0.99),
                        2
                    );
                    yield return (new(new(id, c), people[a], at), p);
                }
            }
        }
    }

    /// <summary>The same for a claim of options, a number or a day.</summary>
    private static IEnumerable<(TurnKey Key, StatedBelief Belief)> Turns(
        Season season,
        List<string> people,
        int j,
        ClaimRef claim,
        ClaimKind kind
    )
    {
        var random = new Random(Seed(j, claim.Number) + 2);
        var length = season.Calendar.ForecastsClose.Instant - season.Calendar.Opens.Instant;
        foreach (var (a, analyst) in people.Index())
        {
            var temper = TemperOf(a);
            if (random.NextDouble() < 0.1)
                continue;
            double[] parts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => 0.02 + (0.96 * random.NextDouble())).Order()];
            foreach (
                var (part, belief) in parts.Zip(
                    SyntheticKinds.Beliefs(kind, Seed(j, claim.Number), temper.Noise, temper.Slope, parts, random)
                )
            )
            {
                var at = season.Calendar.Opens.Instant + (length * part);
                yield return (new(claim, analyst, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute))), belief);
            }
        }
    }

    private static void Forecast(Unit unit, Season season, int j, TurnKey turn, StatedBelief belief)
    {
        var decision = ForecastDecider.File(
            unit.Forecast(turn.Claim.Prediction, turn.Analyst),
            new(turn.Claim, new(turn.Analyst), belief),
            unit.Prediction(turn.Claim.Prediction)!,
            season,
            Sample.Stamp(turn.At, j)
        );
        foreach (var happened in decision.OrThrow())
            unit.Add(turn.Stream, happened);
    }

    private static void Settle(Unit unit, Season season, string id, int c, Outcome outcome, int j)
    {
        var prediction = unit.Prediction(id)!;
        var stamp = Sample.Stamp(season.Calendar.WindowOpens.Instant.AddDays(3), j);
        var fact = new Fact(
            season.Calendar.ForecastsClose.Local,
            Both($"Made up: the lot decided claim {j}.{c} as “{outcome.Word}”", $"虚构：论断 {j}.{c} 由随机数判为“{outcome.Word}”"),
            Both("a random number", "随机数"),
            null,
            null,
            ClaimRow.StanceOf(outcome) is { } stance ? new Dictionary<int, Stance> { [c] = stance } : []
        );
        foreach (
            var happened in EvidenceDecider.Attach(unit.Evidence(id), Ids.From("synthetic", id, $"{c}"), fact, prediction, stamp).OrThrow()
        )
            unit.Add(Streams.Evidence(id), happened);
        var reference = new ClaimRef(id, c);
        var settled = ReviewDecider.SettleImported(
            unit.Review(reference),
            outcome,
            season.Calendar.ForecastsClose.Instant,
            new(season, prediction, prediction.Claim(c)!, null, false),
            stamp
        );
        foreach (var happened in settled.OrThrow())
            unit.Add(Streams.Review(reference), happened);
    }

    private static SeasonRequest Season(int year, DateOnly close, DateOnly opens, DateOnly closes) =>
        new(
            year,
            Both($"Synthetic season {year}", $"合成赛季 {year}"),
            "Etc/UTC",
            new(new(year, 1, 1), close, opens, closes, closes.AddDays(1)),
            Themes,
            null,
            new(ReviewMode.Independent, 1),
            Visibility.Sealed,
            Synthetic: true
        );

    private static ClaimKind KindOf(int j, int c) =>
        (((j * ClaimsEach) + c) % 10) switch
        {
            0 or 1 => new GradedClaim(false),
            2 => new GradedClaim(true),
            _ => new BinaryClaim(),
        };

    private static Outcome Draw(ClaimKind kind, double p, Random random) =>
        kind is BinaryClaim
            ? new Outcome.YesNo(random.NextDouble() < p)
            : new Outcome.Grade(
                random.NextDouble() switch
                {
                    var u when u < p * p => 1,
                    var u when u < 1 - ((1 - p) * (1 - p)) => 0.5,
                    _ => 0,
                }
            );

    private static Temper TemperOf(int analyst) => new(0.3 + (0.12 * analyst), 0.7 + (0.09 * analyst));

    private static int Seed(int j, int c) => (100 * j) + c;

    private static StatedBelief BeliefOf(ClaimKind kind, double p) =>
        kind is GradedClaim { Expected: false }
            ? new(
                null,
                [
                    Math.Round((1 - p) * (1 - p), 4),
                    Math.Round(1 - Math.Round((1 - p) * (1 - p), 4) - Math.Round(p * p, 4), 4),
                    Math.Round(p * p, 4),
                ]
            )
            : new(p);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string Key(int j) => string.Create(CultureInfo.InvariantCulture, $"synthetic-{j}");

    private static LocalText Both(string english, string chinese) =>
        new(english, new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = english, ["zh-Hans"] = chinese });
}
