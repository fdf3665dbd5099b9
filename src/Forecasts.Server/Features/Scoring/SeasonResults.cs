using System.Text.Json;
using System.Text.Json.Serialization;
using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Timeline;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>Calibration and standings of one season, made from its current score sheets.</summary>
/// <param name="Revision">The highest sequence among the season's sheets, tombstones included.</param>
/// <param name="ClaimsEntered">Scored claims; their weights are the standings' denominator.</param>
public sealed record SeasonResults(
    long Revision, int ClaimsEntered, int DecidedBeforeOpening, IReadOnlyList<Standing> Standings, IReadOnlyList<Standing> Crowds,
    CalibrationTable Calibration, IReadOnlyDictionary<string, CalibrationTable> CrowdCalibration)
{
    /// <summary>What the report shows beside; null where nothing is scored, and in results that were just computed for a reader.</summary>
    public SeasonFigures? Figures { get; init; }

    /// <summary>The sum of the sheets' editions: any sheet that is written makes another one. It tells what the results were made from, not what they say.</summary>
    [JsonIgnore]
    public long Editions { get; init; }

    /// <summary>When the next claim falls due that was decided before: from then on calibration counts it.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Infinite log scores are written as the string "Infinity".</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
}

/// <summary>One forecaster's season: weighted sums over all scored claims, missed ones counting 0; Brier and log score are plain means at close.</summary>
/// <param name="LogScore">Unfloored; infinite where a certain forecast was wrong.</param>
/// <param name="Floored">Claims on which a log-based score used the floor.</param>
/// <param name="Ranked">False where forecasts were imported after the outcome was known into a season that was not wholly imported.</param>
/// <param name="Places">How sure the ranks are; null for crowds and who is not ranked.</param>
public sealed record Standing(
    string Forecaster, double Peer, double RelativeBrier, double Baseline, double? Brier, double? LogScore, double Coverage, int Claims, int Withdrawn, int Floored, bool Ranked,
    Places? Places = null);

/// <summary>One value per claim and forecaster, the one standing at close; graded claims enter with their expected grade.</summary>
/// <param name="Figures">For the picture; null where there is none.</param>
/// <param name="Early">Claims that were decided before their due date and count from then on: whatever can only come true early would count too soon, and make forecasts look too low.</param>
public sealed record CalibrationTable(int N, int Claims, double? MeanForecast, double? MeanOutcome, IReadOnlyList<CalibrationBin> Bins, CalibrationFigures? Figures = null, int Early = 0);

/// <summary>What stood at the close, what came of it, and with which others it hangs together.</summary>
public readonly record struct ClosingPoint(double Forecast, double Outcome, string Cluster);

/// <summary>Reads a season's results out of the sheets, inside the caller's transaction; the same for the stored and for the live view.</summary>
public static class ResultsQuery
{
    // Only sheets of the present resolution count, so a score whose claim was reopened is never seen.
    private const string Entered = """
        with entered as materialized (
            select c.claim, c.weight, c.cluster, c.resolution, c.due from forecasts.claims c join forecasts.score_sheets s on s.claim = c.claim and s.resolution = c.resolution and s.status = 'scored'
            where c.season = $1 and c.status = 'settled')
        """;

    // One pass over the scores, claim after claim: the same rows always give the same digits. The sort stays in memory.
    private const string Sql = $$"""
        set local work_mem = '64MB';
        select coalesce((select max(sequence) from forecasts.score_sheets where season = $1), 0), coalesce((select sum(edition) from forecasts.score_sheets where season = $1), 0),
               (select count(*) from forecasts.score_sheets s join forecasts.claims c using (claim) where s.season = $1 and s.status = 'decidedBeforeOpening' and s.resolution = c.resolution)::int,
               (select (d.data #>> '{state,rules,scoring,floor}')::float8 from forecasts.mt_doc_seasonrecord d where d.id = 'season/' || $1);
        {{Entered}} select claim, weight, cluster, due from entered order by claim collate "C";
        {{Entered}}
        select i.analyst from forecasts.forecast_intervals i join forecasts.claims c using (claim) join entered using (claim)
        where i.imported and i.recorded_at > least(c.due, c.decided_at)
          and exists (select from forecasts.forecast_intervals o join forecasts.claims k using (claim) where k.season = $1 and not o.imported)
        group by i.analyst;
        {{Entered}}
        select s.forecaster, s.crowd, e.claim, e.cluster, e.weight, s.outcome, s.value_at_close, s.peer, s.relative_brier, s.baseline, s.coverage, s.brier, s.log_score, s.withdrawn, s.floored, e.resolution, e.due
        from forecasts.scores s join entered e using (claim) order by s.claim collate "C", s.forecaster collate "C"
        """;

    /// <summary>The crowd that reports compare with.</summary>
    public const string Median = "median";

    /// <param name="now">Scores count at once; calibration and the figures count a claim from its due date on.</param>
    /// <param name="figures">False: without what the report's figures, pictures and rank intervals need, which takes a moment.</param>
    public static async Task<SeasonResults> Read(NpgsqlConnection connection, string season, DateTimeOffset now, CancellationToken cancellation, bool figures = true)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in Sql.Split(";\n"))
        {
            batch.BatchCommands.Add(new(statement));
            if (statement.Contains("$1", StringComparison.Ordinal)) batch.BatchCommands[^1].Parameters.Add(new() { Value = season });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (revision, editions, before, floor) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.IsDBNull(3) ? new Domain.Seasons.ScoringRules().Floor : reader.GetDouble(3));
        await reader.NextResultAsync(cancellation);
        var entered = new List<(string Claim, double Weight, string Cluster)>();
        var early = new List<DateTime>();
        while (await reader.ReadAsync(cancellation))
        {
            entered.Add((reader.GetString(0), reader.GetDouble(1), reader.GetString(2)));
            if (!IsDue(reader.GetDateTime(3), now)) early.Add(reader.GetDateTime(3));
        }

        var weight = entered.Sum(c => c.Weight);
        await reader.NextResultAsync(cancellation);
        var late = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) late.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellation);

        var (people, crowds) = (new SeasonSums(), new SeasonSums());
        var points = new List<ClosingPoint>();
        var (standing, median, ranks) = (new List<StandingForecast>(), new List<StandingForecast>(), new RankBoard(entered));
        var claims = new HashSet<string>(StringComparer.Ordinal);
        var crowdPoints = new SortedDictionary<string, List<ClosingPoint>>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            var (forecaster, crowd) = (reader.GetString(0), reader.GetBoolean(1));
            (crowd ? crowds : people).Add(forecaster, reader);
            if (figures && !crowd) ranks.Add(forecaster, reader.GetString(2), reader);
            if (reader.IsDBNull(6) || !IsDue(reader.GetDateTime(16), now)) continue;
            var value = reader.GetFieldValue<double[]>(6);
            var point = new ClosingPoint(Grades.Expected(value), reader.GetDouble(5), reader.GetString(3));
            if (figures && (!crowd || forecaster == Median)) (crowd ? median : standing).Add(new(reader.GetString(2), reader.GetString(3), forecaster, reader.GetInt64(15), value, point.Outcome, reader.GetBoolean(13)));
            if (!crowd)
            {
                points.Add(point);
                claims.Add(reader.GetString(2));
            }
            else if (crowdPoints.TryGetValue(forecaster, out var known)) known.Add(point);
            else crowdPoints[forecaster] = [point];
        }

        var columns = standing.Count > 0 ? ForecastColumns.Of(standing) : null;
        var summary = columns is null ? null : MakeFigures.Summary(columns, floor);
        var places = ranks.Places(late);
        return new(
            revision, entered.Count, before, [.. people.Standings(weight, late).Select(s => s with { Places = places.GetValueOrDefault(s.Forecaster) })], crowds.Standings(weight, late),
            Table(points, claims.Count) with { Figures = summary is null ? null : CalibrationFigures.Of(summary), Early = early.Count }, crowdPoints.ToDictionary(c => c.Key, c => Table(c.Value, c.Value.Count)))
        {
            Editions = editions, NextDue = early.Count == 0 ? null : new(early.Min(), TimeSpan.Zero), Figures = summary is null ? null : MakeFigures.Of(standing, median, columns!, summary, floor),
        };
    }

    /// <summary>Whether calibration counts a claim yet.</summary>
    public static bool IsDue(DateTime due, DateTimeOffset now) => due <= now.UtcDateTime;

    public static CalibrationTable Table(IReadOnlyList<ClosingPoint> points, int claims)
    {
        if (points.Count == 0) return new(0, claims, null, null, []);
        var names = points.Select(p => p.Cluster).Distinct(StringComparer.Ordinal).Index();
        var numbers = names.ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        int[] clusters = [.. points.Select(p => numbers[p.Cluster])];
        return new(
            points.Count, claims, points.Average(p => p.Forecast), points.Average(p => p.Outcome),
            CalibrationBins.Of([.. points.Select(p => new CalibrationPoint(p.Forecast, p.Outcome))], clusters: clusters));
    }
}
