using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Changes the rows of all events of a commit, a statement for each sort of change.</summary>
internal static class UnitRows
{
    public static IEnumerable<NpgsqlBatchCommand> Of(IEnumerable<WrittenStream> streams)
    {
        foreach (var sorts in Rounds(streams.OrderBy(s => Place(s.Kind)).SelectMany(Changes)))
        foreach (var (statement, rows) in sorts.OrderBy(s => s.Key.Order))
        {
            var json = RowStatement.Json(rows);
            foreach (var sql in statement.Sql)
                yield return new(sql) { Parameters = { new() { Value = json } } };
        }
    }

    private static IEnumerable<RowChange> Changes(WrittenStream written) =>
        written.Events.SelectMany((happened, i) => new EventRows(written.Stream, written.Before + i + 1).Of(happened));

    private static int Place(StreamKind kind) =>
        kind == StreamKind.Prediction ? 0
        : kind == StreamKind.Review ? 1
        : 2;

    /// <summary>
    /// What may be done together. A round begins where a prediction's rows would else be changed in another order than their events
    /// came, or one statement would change a claim twice.
    /// </summary>
    private static List<Dictionary<RowStatement, List<object>>> Rounds(IEnumerable<RowChange> changes)
    {
        var rounds = new List<Dictionary<RowStatement, List<object>>>();
        var (reached, once) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<(RowStatement, string)>());
        foreach (var change in changes)
        {
            var order = change.Statement.Order;
            if (
                rounds.Count == 0
                || reached.GetValueOrDefault(change.Prediction) > order
                || (change.Once is { } key && once.Contains((change.Statement, key)))
            )
            {
                rounds.Add([]);
                reached.Clear();
                once.Clear();
            }

            if (change.Once is { } only)
                once.Add((change.Statement, only));
            reached[change.Prediction] = order;
            if (!rounds[^1].TryGetValue(change.Statement, out var rows))
                rounds[^1][change.Statement] = rows = [];
            rows.Add(change.Row);
        }

        return rounds;
    }
}
