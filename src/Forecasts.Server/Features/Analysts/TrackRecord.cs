using Forecasts.Domain;
using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Rules;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Analysts;

/// <summary>Sums over one season's scored claims in which the analyst took part, divided by their weights; Brier and log score are plain means.</summary>
/// <param name="Close">What stood at the close, and what came of it; null where nothing did.</param>
public sealed record SeasonRecordOf(
    string Season, int Claims, double Peer, double? RelativeBrier, double Baseline, double? Brier, double? LogScore, double Coverage, int Withdrawn, ClosingRecord? Close = null);

/// <summary>Forecasts that stood at the close, graded claims with their expected grade.</summary>
/// <param name="Accurate">Claims among them that came true.</param>
/// <param name="Crowd">The crowd's mean Brier score on the same claims; null where one of them had no crowd.</param>
public sealed record ClosingRecord(int Accurate, int HalfRight, int Inaccurate, Estimate Brier, double? Crowd)
{
    public static ClosingRecord Of(IReadOnlyList<ClosingRow> rows)
    {
        var clusters = rows.Select(r => r.Cluster).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var mean = ScoreInterval.Mean(
            [.. rows.Select(r => BrierScore.Binary(r.Forecast, r.Outcome))], clusters: [.. rows.Select(r => clusters.IndexOf(r.Cluster))]);
        return new(
            rows.Count(r => r.Outcome == 1), rows.Count(r => r.Outcome == 0.5), rows.Count(r => r.Outcome == 0), new(mean.Value, mean.Interval?.Lower, mean.Interval?.Upper),
            rows.All(r => r.Crowd is not null) ? BrierScore.Mean([.. rows.Select(r => r.Crowd!.Value)], [.. rows.Select(r => r.Outcome)]) : null);
    }
}

public sealed record ClosingRow(string Season, string Cluster, double Forecast, double Outcome, double? Crowd, DateTimeOffset Due);

public sealed record TrackRecordView(string Analyst, string Name, IReadOnlyList<SeasonRecordOf> Seasons, CalibrationTable Calibration);

/// <summary>One analyst over the years, from the seasons whose scores this reader may see.</summary>
public static class TrackRecord
{
    public static readonly Rejection Unknown = Refuse.NotFound("analyst.unknown", "There is no such analyst in a tournament of yours.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/analysts/{id}/track-record", async (HttpContext context, string id, int? year, string? theme, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            var view = await View(session, context.Person(), id, year, theme, clock.GetUtcNow(), cancellation);
            return view is null ? Problems.Of(Unknown)
                : TypedResults.Json(view, SeasonResults.Json);
        }).Answers<TrackRecordView>("One analyst over the years, from the seasons whose scores you may see.");

    // One forecast of a claim is one case; what a choice says of each option is not counted here.
    private static IEnumerable<ClosingRow> Rows(AnalystClose c, ClaimKind kind) =>
        kind.Pairs(c.ValueAtClose, c.Outcome) is [var pair]
            ? [new(c.Season, c.Cluster, pair.Forecast, pair.Outcome, c.Crowd is null ? null : kind.Pairs(c.Crowd, c.Outcome)[0].Forecast, c.Due)]
            : [];

    public static async Task<TrackRecordView?> View(IQuerySession session, Person person, string id, int? year, string? theme, DateTimeOffset now, CancellationToken cancellation)
    {
        var account = await session.LoadAsync<Account>(id, cancellation);
        if (account is null) return null;
        var shared = (await session.Query<Membership>().Where(m => m.Account == id).ToListAsync(cancellation)).Any(m => person.HasAny(m.Tournament));
        if (id != person.Id && !shared && person.Everywhere.Count == 0) return null;
        var seasons = (await session.Query<SeasonRecord>().ToListAsync(cancellation)).Select(s => s.State)
            .Where(s => person.HasAny(s.Tournament) && (year is null || s.Year == year) && Disclosure.SeesScores(s, now)).Select(s => s.Id).ToArray();

        var (records, closes) = await TrackRows.Read(session, id, seasons, theme, ResultsQuery.Median, cancellation);
        var kind = StoredKind.PerClaim();
        var rows = closes.SelectMany(c => Rows(c, kind(c.Claim, c.Terms))).ToList();
        var closing = rows.GroupBy(r => r.Season, StringComparer.Ordinal).ToDictionary(g => g.Key, g => ClosingRecord.Of([.. g]), StringComparer.Ordinal);
        var due = rows.Where(r => ResultsQuery.IsDue(r.Due, now)).ToList();
        return new(
            id, account.Name, [.. records.Select(r => new SeasonRecordOf(
                r.Season, r.Claims, r.Peer, r.RelativeBrier, r.Baseline, r.Brier, r.LogScore, r.Coverage, r.Withdrawn,
                closing.GetValueOrDefault(r.Season)))],
            ResultsQuery.Table([.. due.Select(r => new ClosingPoint(r.Forecast, r.Outcome, $"{r.Season} {r.Cluster}"))], due.Count)
                with { Early = rows.Count - due.Count });
    }
}
