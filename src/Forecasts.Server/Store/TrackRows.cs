using Marten;

namespace Forecasts.Server.Store;

/// <summary>
/// Sums over one season's scored claims in which the analyst took part, divided by their weights; Brier and log score are plain means.
/// </summary>
public sealed record AnalystSeason(
    string Season,
    int Claims,
    double Peer,
    double? RelativeBrier,
    double Baseline,
    double? Brier,
    double? LogScore,
    double Coverage,
    int Withdrawn
);

/// <summary>What of an analyst stood at the close of a claim, beside the crowd.</summary>
/// <param name="ValueAtClose">Null of numbers and dates, of which <paramref name="PitBelow"/> and <paramref name="PitAt"/> are
/// kept.</param>
public sealed record AnalystClose(
    string Season,
    string Claim,
    string Terms,
    string Cluster,
    double[]? ValueAtClose,
    double Outcome,
    double? Brier,
    double? PitBelow,
    double? PitAt,
    double[]? Crowd,
    double? CrowdBrier,
    DateTimeOffset Due
);

/// <summary>One analyst's current scores over the years.</summary>
public static class TrackRows
{
    private const string Own =
        " from forecasts.current_scores s where s.forecaster = $1 and not s.crowd and s.season = any($2)"
        + " and ($3::text is null or s.theme = $3) ";

    private const string BySeason = $"""
        select s.season, count(*)::int as claims, sum(s.peer * s.weight order by s.claim) / sum(s.weight) as peer,
               sum(s.relative_brier * s.weight order by s.claim) / sum(s.weight) filter (where s.relative_brier is not null) as relative_brier,
               sum(s.baseline * s.weight order by s.claim) / sum(s.weight) as baseline,
               sum(s.brier order by s.claim) / nullif(count(s.brier), 0) as brier,
               sum(s.log_score order by s.claim) / nullif(count(s.log_score), 0) as log_score,
               sum(s.coverage * s.weight order by s.claim) / sum(s.weight) as coverage,
               (count(*) filter (where s.withdrawn))::int as withdrawn
        {Own} group by s.season order by s.season
        """;

    private const string AtClose = $"""
        select s.*, m.value_at_close as crowd, m.brier as crowd_brier
        from (select season, claim, terms, cluster, value_at_close, outcome, brier, pit_below, pit_at, due
              {Own} and (s.value_at_close is not null or s.pit_at is not null)) s
        left join forecasts.current_scores m on m.claim = s.claim and m.crowd and m.forecaster = $4
        order by s.claim
        """;

    /// <param name="theme">Null: all.</param>
    /// <param name="crowd">Which crowd to compare with.</param>
    public static async Task<(List<AnalystSeason> Seasons, List<AnalystClose> Closes)> Read(
        IQuerySession session,
        string analyst,
        string[] seasons,
        string? theme,
        string crowd,
        CancellationToken cancellation
    ) =>
        (
            await session.Read<AnalystSeason>(Statement.Command(BySeason, analyst, seasons, theme), cancellation),
            await session.Read<AnalystClose>(Statement.Command(AtClose, analyst, seasons, theme, crowd), cancellation)
        );
}
