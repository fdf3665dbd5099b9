using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>All that is made from the events: read to compare, thrown away and made anew.</summary>
internal static class Derived
{
    // What tells how often or when a row was written says nothing of its content; a crowd's sequence moves with its claim's own events.
    private static readonly Dictionary<string, string> Scored = new(StringComparer.Ordinal)
    {
        ["score_sheets"] = "(to_jsonb(t) - 'edition' - 'scored_at')::text",
        ["scores"] = "t::text",
        ["crowd_series"] = "claim || ' ' || points::text",
        ["season_results"] = "(to_jsonb(t) - 'editions')::text",
    };

    private static readonly Dictionary<string, string> Projected = new(StringComparer.Ordinal)
    {
        ["claims"] = "t::text",
        ["forecast_intervals"] = "t::text",
        ["mt_doc_seasonrecord"] = "id || ' ' || (data::text)",
        ["mt_doc_predictionrecord"] = "id || ' ' || (data::text)",
        ["mt_doc_reviewrecord"] = "id || ' ' || (data::text)",
        ["mt_doc_evidencerecord"] = "id || ' ' || (data::text)",
    };

    /// <summary>Every table of rows and documents that are made from the events.</summary>
    public static IEnumerable<string> Tables => Projected.Keys.Concat(Scored.Keys);

    /// <summary>True where nothing is older than its events.</summary>
    public const string UpToDate = """
        select not exists (
            select from forecasts.claims c left join forecasts.score_sheets s using (claim)
            where c.settlements > 0 and (s.claim is null or s.resolution <> c.resolution
                or s.sequence < greatest(c.sequence, (select max(i.sequence) from forecasts.forecast_intervals i where i.claim = c.claim))))
        and not exists (
            select from forecasts.claims c join forecasts.forecast_intervals i using (claim) left join forecasts.crowd_series s using (claim)
            group by c.claim, c.turn_gone having greatest(max(i.sequence), c.turn_gone) > coalesce(max(s.sequence), 0))
        and not exists (
            select from forecasts.score_sheets s left join forecasts.season_results r using (season) group by s.season having sum(s.edition) is distinct from max(r.editions))
        """;

    // Grows with every sheet, crowd and season that is written.
    private const string Written = """
        select coalesce(sum(n), 0)::bigint from (select edition as n from forecasts.score_sheets union all select 1 from forecasts.crowd_series union all select editions from forecasts.season_results) written
        """;

    /// <summary>The events alone give the same rows and documents, to the last digit.</summary>
    public static async Task IsTheSameMadeAnew(this RunningServer server, bool large = false)
    {
        await server.UntilUpToDate(large);
        var live = await server.Rows();
        using (var daemon = await server.Store.BuildProjectionDaemonAsync())
        {
            foreach (
                var projection in (Type[])
                    [
                        typeof(SeasonProjection),
                        typeof(PredictionProjection),
                        typeof(ReviewProjection),
                        typeof(EvidenceProjection),
                        typeof(FlatRows),
                    ]
            )
                await daemon.RebuildProjectionAsync(projection, CancellationToken.None);
        }

        // Only now: what was computed amid the rebuilding goes too.
        await server.ForgetScores();
        await server.UntilUpToDate(large);
        server.ShouldHold(live, await server.Rows());
    }

    public static void ShouldHold(this RunningServer _, Dictionary<string, List<string>> before, Dictionary<string, List<string>> after)
    {
        foreach (var table in before.Keys)
            after[table].ShouldBe(before[table], table);
    }

    public static async Task<Dictionary<string, List<string>>> Rows(this RunningServer server)
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (table, content) in Projected.Concat(Scored))
        {
            await using var command = server.Database.CreateCommand($"select {content} from forecasts.{table} t order by 1");
            await using var reader = await command.ExecuteReaderAsync();
            rows[table] = [];
            while (await reader.ReadAsync())
                rows[table].Add(reader.GetString(0));
        }

        return rows;
    }

    public static Task<long> ForgetScores(this RunningServer server) =>
        server.Scalar<long>(
            "truncate forecasts.score_sheets, forecasts.scores, forecasts.crowd_series, forecasts.season_results; select 0::bigint"
        );

    /// <summary>Reconciles until nothing is older than its events; what was lost on the way is published again each time.</summary>
    /// <param name="large">So much that it takes minutes: only where nothing moves any more, or the queues would fill with the same
    /// again.</param>
    public static Task UntilUpToDate(this RunningServer server, bool large = false)
    {
        var (looks, stood) = (0, 0L);
        return Until.True(
            async () =>
            {
                if (!large || (looks++ % 50 == 0 && stood == (stood = await server.Scalar<long>(Written))))
                    await server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
                await Task.Delay(200);
                return await server.Scalar<bool>(UpToDate);
            },
            "nothing is older than its events",
            large ? 1_800 : 180
        );
    }
}
