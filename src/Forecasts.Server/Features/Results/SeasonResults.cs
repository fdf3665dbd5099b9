using System.Text.Json;
using System.Text.Json.Serialization;
using Forecasts.Scoring.Calibration;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Results;

/// <summary>Calibration and standings of one season, made from its current score sheets.</summary>
/// <param name="Revision">The highest sequence among the season's sheets, tombstones included.</param>
/// <param name="ClaimsEntered">Scored claims; their weights are the standings' denominator.</param>
public sealed record SeasonResults(
    long Revision,
    int ClaimsEntered,
    int DecidedBeforeOpening,
    IReadOnlyList<Standing> Standings,
    IReadOnlyList<Standing> Crowds,
    CalibrationTable Calibration,
    IReadOnlyDictionary<string, CalibrationTable> CrowdCalibration
)
{
    /// <summary>How many claims entered each score.</summary>
    public EnteredClaims? Entered { get; init; }

    /// <summary>What the report shows beside; null where nothing is scored, and in results that were just computed for a reader.</summary>
    public SeasonFigures? Figures { get; init; }

    /// <summary>The same of numbers and days; null likewise, and where there are none.</summary>
    public SeasonDistributions? Distributions { get; init; }

    /// <summary>
    /// The sum of the sheets' editions: any sheet that is written makes another one. It tells what the results were made from, not what
    /// they say.
    /// </summary>
    [JsonIgnore]
    public long Editions { get; init; }

    /// <summary>When the next claim falls due that was decided before: from then on calibration counts it.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Infinite log scores are written as the string "Infinity".</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}

/// <summary>
/// One forecaster's season: weighted sums over all scored claims, missed ones counting 0; Brier and log score are plain means at close.
/// </summary>
/// <param name="LogScore">Unfloored; infinite where a certain forecast was wrong.</param>
/// <param name="Floored">Claims on which a log-based score used the floor.</param>
/// <param name="Ranked">False where forecasts were imported after the outcome was known into a season that was not wholly imported.</param>
/// <param name="Places">How sure the ranks are; null for crowds and who is not ranked.</param>
public sealed record Standing(
    string Forecaster,
    double Peer,
    double RelativeBrier,
    double Baseline,
    double? Brier,
    double? LogScore,
    double Coverage,
    int Claims,
    int Withdrawn,
    int Floored,
    bool Ranked,
    Places? Places = null
);

/// <summary>What stood at the close, what came of it, and with which others it hangs together.</summary>
/// <param name="IsOption">One of several options of a claim.</param>
public readonly record struct ClosingPoint(double Forecast, double Outcome, string Cluster, bool IsOption = false)
{
    public static IEnumerable<ClosingPoint> Of(IReadOnlyList<CalibrationPair> pairs, string cluster) =>
        pairs.Select(p => new ClosingPoint(p.Forecast, p.Outcome, cluster, p.Before is not null));
}

/// <summary>Counts what calibration is made of, row by row.</summary>
public sealed class ClosingPoints
{
    private readonly List<ClosingPoint> points = [];
    private readonly HashSet<string> claims = new(StringComparer.Ordinal),
        choices = new(StringComparer.Ordinal);
    private int forecasts,
        cases;

    public void Add(string claim, string cluster, IReadOnlyList<CalibrationPair> pairs)
    {
        points.AddRange(ClosingPoint.Of(pairs, cluster));
        claims.Add(claim);
        if (pairs is [_])
            return;
        choices.Add(claim);
        (forecasts, cases) = (forecasts + 1, cases + pairs.Count);
    }

    public CalibrationTable Table() =>
        ResultsQuery.Table(points, claims.Count) with
        {
            Choice = choices.Count == 0 ? null : new(choices.Count, forecasts, cases),
        };
}

/// <summary>
/// Reads a season's results out of the sheets, inside the caller's transaction; the same for the stored and for the live view.
/// </summary>
public static class ResultsQuery
{
    /// <summary>The crowd that reports compare with.</summary>
    public const string Median = "median";

    /// <param name="now">Scores count at once; calibration and the figures count a claim from its due date on.</param>
    /// <param name="figures">False: without what the report's figures, pictures and rank intervals need, which takes a moment.</param>
    public static async Task<SeasonResults> Read(
        NpgsqlConnection connection,
        string season,
        DateTimeOffset now,
        CancellationToken cancellation,
        bool figures = true
    )
    {
        await using var scores = await SeasonScores.Read(connection, season, cancellation);
        var (totals, entered, late) = (scores.Totals, scores.Entered, scores.Late);
        var floor = totals.Floor ?? new Domain.Seasons.ScoringRules().Floor;
        List<DateTimeOffset> early = [.. entered.Select(c => c.Due).Where(due => !IsDue(due, now))];
        var weights = new SeasonWeights(entered.Sum(c => c.Weight), entered.Where(c => c.Kind.HasBrier).Sum(c => c.Weight));
        var kinds = entered.ToDictionary(c => c.Claim, c => c.Kind, StringComparer.Ordinal);

        var (people, crowds) = (new SeasonSums(), new SeasonSums());
        var points = new ClosingPoints();
        var pits = (Analysts: new List<PitPoint>(), Crowd: new List<PitPoint>());
        var (standing, median, ranks) = (new List<StandingForecast>(), new List<StandingForecast>(), new RankBoard(entered));
        var crowdPoints = new SortedDictionary<string, ClosingPoints>(StringComparer.Ordinal);
        await foreach (var row in scores.Scores(cancellation))
        {
            (row.Crowd ? crowds : people).Add(row);
            if (figures && !row.Crowd)
                ranks.Add(row);
            if (!IsDue(row.Due, now))
                continue;
            if (figures && row is { PitBelow: { } below, PitAt: { } at } && (!row.Crowd || row.Forecaster == Median))
                (row.Crowd ? pits.Crowd : pits.Analysts).Add(new(row.Claim, row.Cluster, below, at));
            if (row.ValueAtClose is not { } value || kinds[row.Claim].Pairs(value, row.Outcome) is not { Count: > 0 } pairs)
                continue;
            if (figures && (!row.Crowd || row.Forecaster == Median))
                (row.Crowd ? median : standing).Add(
                    Standing(row.Claim, row.Cluster, row.Forecaster, row.Resolution, pairs, row.Brier, row.Withdrawn)
                );
            if (!row.Crowd)
                points.Add(row.Claim, row.Cluster, pairs);
            else
            {
                if (!crowdPoints.TryGetValue(row.Forecaster, out var known))
                    crowdPoints[row.Forecaster] = known = new();
                known.Add(row.Claim, row.Cluster, pairs);
            }
        }

        var columns = standing.Count > 0 ? ForecastColumns.Of(standing) : null;
        var summary = columns is null ? null : MakeFigures.Summary(columns, floor);
        var places = ranks.Places(late);
        return new(
            totals.Revision,
            entered.Count,
            totals.DecidedBeforeOpening,
            [.. people.Standings(weights, late).Select(s => s with { Places = places.GetValueOrDefault(s.Forecaster) })],
            crowds.Standings(weights, late),
            points.Table() with
            {
                Figures = summary is null ? null : CalibrationFigures.Of(summary),
                Early = early.Count,
            },
            crowdPoints.ToDictionary(c => c.Key, c => c.Value.Table())
        )
        {
            Editions = totals.Editions,
            Entered = EnteredClaims.Of(entered),
            Distributions = SeasonDistributions.Of(pits.Analysts, pits.Crowd),
            NextDue = early.Count == 0 ? null : early.Min(),
            Figures = summary is null ? null : MakeFigures.Of(standing, median, columns!, summary, floor),
        };
    }

    /// <summary>Whether calibration counts a claim yet.</summary>
    public static bool IsDue(DateTimeOffset due, DateTimeOffset now) => due <= now;

    /// <summary>A choice has the Brier score of the whole; three grades count with the expected one, as everywhere in
    /// calibration.</summary>
    /// <param name="brier">As it was scored.</param>
    public static StandingForecast Standing(
        string claim,
        string cluster,
        string forecaster,
        long settled,
        IReadOnlyList<CalibrationPair> pairs,
        double? brier,
        bool withdrawn
    ) =>
        pairs is [var pair]
            ? new(claim, cluster, forecaster, settled, pair, withdrawn)
            : new(claim, cluster, forecaster, settled, pairs, brier!.Value, withdrawn);

    public static CalibrationTable Table(IReadOnlyList<ClosingPoint> points, int claims)
    {
        if (points.Count == 0)
            return new(0, claims, null, null, []);
        var names = points.Select(p => p.Cluster).Distinct(StringComparer.Ordinal).Index();
        var numbers = names.ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        int[] clusters = [.. points.Select(p => numbers[p.Cluster])];
        return new(
            points.Count,
            claims,
            Mean(p => p.Forecast),
            Mean(p => p.Outcome),
            CalibrationBins.Of([.. points.Select(p => new CalibrationPoint(p.Forecast, p.Outcome))], clusters: clusters)
        );

        double? Mean(Func<ClosingPoint, double> of) => points.Where(p => !p.IsOption).Select(p => (double?)of(p)).Average();
    }
}
