using Forecasts.Domain;
using Forecasts.Scoring.Calibration;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Analysts;

/// <summary>Sums over one season's scored claims in which the analyst took part, divided by their weights; Brier and log score are plain means.</summary>
/// <param name="Close">What stood at the close, and what came of it; null where nothing did.</param>
public sealed record SeasonRecordOf(
    string Season,
    int Claims,
    double Peer,
    double? RelativeBrier,
    double Baseline,
    double? Brier,
    double? LogScore,
    double Coverage,
    int Withdrawn,
    ClosingRecord? Close = null
);

/// <summary>Forecasts that stood at the close, graded claims with their expected grade.</summary>
/// <param name="Accurate">Claims among them that came true.</param>
/// <param name="Brier">Null where there are numbers and dates alone.</param>
/// <param name="Crowd">The crowd's mean Brier score on the same claims; null where one of them had no crowd.</param>
/// <param name="Other">Claims that came out with an option, a number or a day.</param>
public sealed record ClosingRecord(int Accurate, int HalfRight, int Inaccurate, Estimate? Brier, double? Crowd, int Other = 0)
{
    public static ClosingRecord Of(IReadOnlyList<ClosingRow> all)
    {
        List<StandingForecast> rows = [.. all.Select(r => r.Own).OfType<StandingForecast>()];
        List<StandingForecast> crowd = [.. all.Select(r => r.Crowd).OfType<StandingForecast>()];
        int Came(double outcome) => rows.Count(r => r.IsOne && r.Outcome == outcome);
        var clusters = rows.Select(r => r.Cluster).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var mean =
            rows.Count == 0
                ? null
                : ScoreInterval.Mean([.. rows.Select(r => r.Brier)], clusters: [.. rows.Select(r => clusters.IndexOf(r.Cluster))]);
        return new(
            Came(1),
            Came(0.5),
            Came(0),
            mean is null ? null : new(mean.Value, mean.Interval?.Lower, mean.Interval?.Upper),
            rows.Count > 0 && crowd.Count == rows.Count ? BrierFigures.Mean(crowd) : null,
            all.Count(r => r.Own is not { IsOne: true })
        );
    }
}

/// <param name="Own">Null of numbers and dates, which have <paramref name="Pit"/>.</param>
public sealed record ClosingRow(string Season, StandingForecast? Own, StandingForecast? Crowd, PitPoint? Pit, DateTimeOffset Due)
{
    public static ClosingRow Of(AnalystClose c, ClaimKind kind) =>
        new(
            c.Season,
            Standing(c, kind, c.ValueAtClose, c.Brier),
            Standing(c, kind, c.Crowd, c.CrowdBrier),
            c is { PitBelow: { } below, PitAt: { } at } ? new(c.Claim, Cluster(c), below, at) : null,
            c.Due
        );

    private static StandingForecast? Standing(AnalystClose c, ClaimKind kind, double[]? value, double? brier) =>
        value is null ? null : ResultsQuery.Standing(c.Claim, Cluster(c), "", 0, kind.Pairs(value, c.Outcome), brier, withdrawn: false);

    private static string Cluster(AnalystClose c) => $"{c.Season} {c.Cluster}";
}

/// <param name="Distributions">Of numbers and days; null where there are none.</param>
public sealed record TrackRecordView(
    string Analyst,
    string Name,
    IReadOnlyList<SeasonRecordOf> Seasons,
    CalibrationTable Calibration,
    DistributionFigures? Distributions = null
);

/// <summary>One analyst over the years, from the seasons whose scores this reader may see.</summary>
public static class TrackRecord
{
    public static readonly Rejection Unknown = Refuse.NotFound("analyst.unknown", "There is no such analyst in a tournament of yours.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/analysts/{id}/track-record",
                async (
                    HttpContext context,
                    string id,
                    int? year,
                    string? theme,
                    IDocumentStore store,
                    Clock clock,
                    CancellationToken cancellation
                ) =>
                {
                    await using var session = store.QuerySession();
                    var view = await View(session, context.Person(), id, year, theme, clock.GetUtcNow(), cancellation);
                    return view is null ? Problems.Of(Unknown) : TypedResults.Json(view, SeasonResults.Json);
                }
            )
            .Answers<TrackRecordView>("One analyst over the years, from the seasons whose scores you may see.");

    public static async Task<TrackRecordView?> View(
        IQuerySession session,
        Person person,
        string id,
        int? year,
        string? theme,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var account = await session.LoadAsync<Account>(id, cancellation);
        if (account is null)
            return null;
        var shared = (await session.Query<Membership>().Where(m => m.Account == id).ToListAsync(cancellation)).Any(m =>
            person.HasAny(m.Tournament)
        );
        if (id != person.Id && !shared && person.Everywhere.Count == 0)
            return null;
        var seasons = (await session.Query<SeasonRecord>().ToListAsync(cancellation))
            .Select(s => s.State)
            .Where(s => person.HasAny(s.Tournament) && (year is null || s.Year == year) && Disclosure.SeesScores(s, now))
            .Select(s => s.Id)
            .ToArray();

        var (records, closes) = await TrackRows.Read(session, id, seasons, theme, ResultsQuery.Median, cancellation);
        var kind = StoredKind.PerClaim();
        var rows = closes.ConvertAll(c => ClosingRow.Of(c, kind(c.Claim, c.Terms)));
        var closing = rows.GroupBy(r => r.Season, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => ClosingRecord.Of([.. g]), StringComparer.Ordinal);
        var due = rows.Where(r => ResultsQuery.IsDue(r.Due, now)).ToList();
        var points = new ClosingPoints();
        foreach (var own in due.Select(r => r.Own).OfType<StandingForecast>())
            points.Add(own.Claim, own.Cluster, own.Pairs);
        return new(
            id,
            account.Name,
            [
                .. records.Select(r => new SeasonRecordOf(
                    r.Season,
                    r.Claims,
                    r.Peer,
                    r.RelativeBrier,
                    r.Baseline,
                    r.Brier,
                    r.LogScore,
                    r.Coverage,
                    r.Withdrawn,
                    closing.GetValueOrDefault(r.Season)
                )),
            ],
            points.Table() with
            {
                Early = rows.Count - due.Count,
            },
            DistributionFigures.Of([.. due.Select(r => r.Pit).OfType<PitPoint>()])
        );
    }
}
