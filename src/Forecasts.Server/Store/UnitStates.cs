using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>Stores the states of written streams as documents; forecasts are in their rows.</summary>
internal static class UnitStates
{
    private const string From = " from unnest($1::text[], $2::jsonb[], $3::bigint[]) as t (id, data, version)";

    private const string Columns = " (id, data, mt_version, mt_dotnet_type)" + " select t.id, t.data, t.version, $4" + From + Again;

    private const string Again = """
         on conflict (id) do update set data = excluded.data, mt_version = excluded.mt_version, mt_dotnet_type = excluded.mt_dotnet_type,
            mt_last_modified = transaction_timestamp()
        """;

    private static readonly Dictionary<StreamKind, (string Write, string Delete)> Sql = new()
    {
        [StreamKind.Season] = (
            "insert into forecasts.mt_doc_seasonrecord" + Columns,
            "delete from forecasts.mt_doc_seasonrecord where id = any($1)"
        ),
        // A prediction's season has a column of its own.
        [StreamKind.Prediction] = (
            "insert into forecasts.mt_doc_predictionrecord (id, data, mt_version, mt_dotnet_type, season)"
                + " select t.id, t.data, t.version, $4, t.data "
                + StoredPath.Text<PredictionRecord>(p => p.Season)
                + From
                + Again
                + ", season = excluded.season",
            "delete from forecasts.mt_doc_predictionrecord where id = any($1)"
        ),
        [StreamKind.Review] = (
            "insert into forecasts.mt_doc_reviewrecord" + Columns,
            "delete from forecasts.mt_doc_reviewrecord where id = any($1)"
        ),
        [StreamKind.Evidence] = (
            "insert into forecasts.mt_doc_evidencerecord" + Columns,
            "delete from forecasts.mt_doc_evidencerecord where id = any($1)"
        ),
    };

    public static IEnumerable<NpgsqlBatchCommand> Of(IEnumerable<WrittenStream> streams, ISerializer json)
    {
        foreach (var kind in streams.GroupBy(s => s.Kind))
        {
            if (!Sql.TryGetValue(kind.Key, out var sql))
                continue;
            var there = kind.Where(s => s.State is not null).ToList();
            if (there.Count > 0)
                yield return new(sql.Write)
                {
                    Parameters =
                    {
                        new() { Value = there.Select(s => s.Stream).ToArray() },
                        new()
                        {
                            Value = there.Select(s => json.ToJson(kind.Key.ToRecord(s.Stream, s.State!))).ToArray(),
                            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                        },
                        new() { Value = there.Select(s => s.Version).ToArray() },
                        new() { Value = kind.Key.Record.FullName! },
                    },
                };
            if (kind.Where(s => s.State is null).Select(s => s.Stream).ToArray() is { Length: > 0 } gone)
                yield return new(sql.Delete) { Parameters = { new() { Value = gone } } };
        }
    }
}
