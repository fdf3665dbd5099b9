using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Forecasts.Server.Store;

/// <summary>
/// Makes the rows of <c>claims</c> and <c>forecast_intervals</c> anew from the events; live they are written by the unit.
/// </summary>
public sealed partial class FlatRows : EventProjection
{
    public FlatRows()
    {
        Options.DeleteDataInTableOnTeardown("forecasts.claims");
        Options.DeleteDataInTableOnTeardown("forecasts.forecast_intervals");
    }

    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        foreach (var change in new EventRows(e.StreamKey!, e.Version).Of(e.Data).GroupBy(c => c.Statement))
        foreach (var sql in change.Key.Sql)
            operations.QueueSqlCommand(sql.Replace("$1", "?", StringComparison.Ordinal), RowStatement.Json(change.Select(c => c.Row)));
        return ValueTask.CompletedTask;
    }
}
