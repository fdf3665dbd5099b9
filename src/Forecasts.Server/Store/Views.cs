using Marten;

namespace Forecasts.Server.Store;

/// <summary>
/// What is current and what is stale, said once for all who read. The versions stand in the definitions, for a view takes no
/// parameter and a row that holds them would need somebody to write it; the reader's clock alone comes from outside.
/// </summary>
public static class Views
{
    // One row per claim that should have a sheet, for it was settled once, with the sheet that it has; sequence is the one to reach.
    private static readonly string Sheets = FormattableString.Invariant(
        $"""
        select c.claim, c.season, c.theme, c.cluster, c.terms, c.weight, c.due, c.resolution, s.status, s.edition, s.scored_at,
               {Latest} as sequence,
               s.resolution = c.resolution as present,
               s.claim is null or s.resolution <> c.resolution or s.sequence < {Latest} as behind,
               s.scorer_version < {Versions.Scorer} as outdated,
               exists (select from forecasts.rescores r where coalesce(s.scored_at, '-infinity') <= r.requested_at
                   and coalesce(r.claim, c.claim) = c.claim and coalesce(r.season, c.season) = c.season) as asked
        from forecasts.claims c left join forecasts.score_sheets s on s.claim = c.claim and s.season = c.season
        where c.settlements > 0
        """
    );

    /// <summary>The highest sequence among the events of the claim <c>c</c> and its forecasts'.</summary>
    internal const string Latest =
        "greatest(c.sequence, coalesce((select max(i.sequence) from forecasts.forecast_intervals i where i.claim = c.claim), 0))";

    // A claim that was reopened has resolution 0, and its sheet is a tombstone: a score of it is never seen.
    private const string CurrentSheets = """
        select claim, season, theme, cluster, terms, weight, due, resolution, status from forecasts.sheets where present and resolution > 0
        """;

    private const string CurrentScores = """
        select c.claim, c.season, s.forecaster, s.crowd, s.outcome, s.coverage, s.value_at_close, s.withdrawn, s.floored,
               s.brier, s.log_score, s.time_averaged_brier, s.spot_baseline, s.spot_peer, s.baseline, s.peer, s.relative_brier,
               s.pit_below, s.pit_at, c.terms, c.weight, c.theme, c.cluster, c.due, c.resolution
        from forecasts.scores s join forecasts.current_sheets c on c.claim = s.claim and c.status = 'scored'
        """;

    // The claims of other sheets were taken back: those await their tombstone, and nothing shows of them.
    private const string StaleSheets = """
        select claim, season, sequence, behind from forecasts.sheets where behind or outdated or asked
        union all
        select s.claim, s.season, s.sequence, false from forecasts.score_sheets s
        where s.status <> 'tombstone' and not exists (select from forecasts.claims c where c.claim = s.claim)
        """;

    private static readonly string StaleCrowds = FormattableString.Invariant(
        $"""
        select c.claim, greatest(f.sequence, c.turn_gone) as sequence
        from forecasts.claims c
        join lateral (select max(i.sequence) as sequence from forecasts.forecast_intervals i where i.claim = c.claim) f on true
        left join forecasts.crowd_series s on s.claim = c.claim
        where greatest(f.sequence, c.turn_gone) > coalesce(s.sequence, 0) or s.version < {Versions.Crowd}
        union all
        select s.claim, s.sequence from forecasts.crowd_series s where not exists (select from forecasts.claims c where c.claim = s.claim)
        """
    );

    // Made from every sheet as it is, none of which is of an earlier resolution. Until due_next no other claim counts.
    private static readonly string CurrentResults = FormattableString.Invariant(
        $"""
        select r.season, r.revision, r.results, r.brier, r.brier_lower, r.brier_upper, r.crowd_brier, r.due_next, r.scorer_version < {Versions.Results} as outdated
        from forecasts.season_results r
        where r.editions = (select coalesce(sum(s.edition), 0) from forecasts.score_sheets s where s.season = r.season)
          and (select bool_and(s.present) from forecasts.sheets s where s.season = r.season) is not false
        """
    );

    public static void Register(StoreOptions options)
    {
        // In the order in which they stand on each other.
        (string Name, string Query)[] all =
        [
            ("sheets", Sheets),
            ("current_sheets", CurrentSheets),
            ("current_scores", CurrentScores),
            ("stale_sheets", StaleSheets),
            ("stale_crowds", StaleCrowds),
            ("current_results", CurrentResults),
        ];
        var fingerprint = View.Fingerprint(all.Select(v => v.Query));
        foreach (var (name, query) in all)
            options.Storage.ExtendedSchemaObjects.Add(new View(name, query, fingerprint));
    }
}
