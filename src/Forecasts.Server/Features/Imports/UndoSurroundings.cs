using Forecasts.Domain;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>The streams that an import touched in a page of the log.</summary>
/// <param name="Own">Predictions that the import filed, added claims to, or brought outcomes of.</param>
public sealed record UndoSurroundings(
    IReadOnlyCollection<string> Predictions,
    IReadOnlyCollection<string> Own,
    IReadOnlyCollection<(string Prediction, string Analyst)> Forecasts
)
{
    public static UndoSurroundings Of(IEnumerable<string> streams)
    {
        var parts = streams.Select(s => s.Split('/')).ToList();
        var own = parts.Where(p => p[0] is not ("forecast" or "season")).Select(p => p[1]).ToHashSet(StringComparer.Ordinal);
        var forecasts = parts.Where(p => p[0] == "forecast").Select(p => (p[1], p[2])).ToList();
        return new([.. own.Union(forecasts.Select(f => f.Item1))], own, forecasts);
    }

    /// <summary>
    /// Which of its forecasts cannot go, said of all of them at once: the rule of <see cref="ForecastDecider.TakeBack"/> over the rows,
    /// so that an import of a whole season is not folded twice. What is filed meanwhile the decider finds.
    /// </summary>
    public static async Task<List<Rejection>> ForecastsInTheWay(NpgsqlDataSource database, Import import, CancellationToken cancellation) =>
        [
            .. (await UndoRows.InTheWay(database, import.Id, import.AfterSequence, cancellation)).Select(c =>
                c.Revised ? ForecastDecider.RevisedSince(new ClaimRef(c.Prediction, c.Number)) : Undo.Published
            ),
        ];
}
