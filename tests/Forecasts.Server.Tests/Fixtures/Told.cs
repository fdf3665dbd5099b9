using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>What an installation holds in the end, in words that are the same for every run of the same input.</summary>
public sealed partial class Told
{
    // Numbers and moments that may differ between runs of the same input, by name; ids that are drawn by lot are replaced by what they
    // name.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "sequence",
        "resolution",
        "revision",
        "after_sequence",
        "until_sequence", // The log's numbers: those of a lost commit are never given again.
        "edition",
        "editions",
        "scored_at", // How often, and when, a sheet was written.
        "madeAt",
        "recorded_at",
        "filed_at",
        "filedAt",
        "givenAt",
        "settledAt",
        "createdAt",
        "started_at",
        "ended_at",
        "at", // The clock's moments; those of the file are compared.
    };

    // The event store's own mark for numbers that a lost commit has drawn; it holds nothing of ours.
    private const string Ours = " <> 'mt_tombstone'";

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["events"] =
            "select jsonb_build_object('stream', stream_id, 'version', version, 'type', type, 'data', data, 'of the file', case when stream_id like 'forecast/%' then data -> 'stamp' ->> 'madeAt' end) from forecasts.mt_events where stream_id"
            + Ours,
        ["streams"] = "select jsonb_build_object('stream', id, 'version', version) from forecasts.mt_streams where id" + Ours,
        ["imports"] = "select to_jsonb(t) from forecasts.imports t",
        ["refused rows"] = "select to_jsonb(t) from forecasts.import_refused_rows t",
        ["people"] = "select to_jsonb(t) from (select id, data from forecasts.mt_doc_account) t",
        ["members"] = "select to_jsonb(t) from (select id, data from forecasts.mt_doc_membership) t",
    };

    private readonly Dictionary<string, List<string>> tables = new(StringComparer.Ordinal);

    private Told() { }

    public int Count(string table) => tables[table].Count;

    public static async Task<Told> Of(NpgsqlConnectionStringBuilder database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var pair in await Read(
                source,
                "select jsonb_build_object('id', id, 'name', data ->> 'name') from forecasts.mt_doc_account union all select jsonb_build_object('id', id, 'name', file_name) from forecasts.imports"
            )
        )
            names[(string)pair["id"]!] = $"<{pair["name"]}>";
        var told = new Told();
        foreach (
            var (name, sql) in Tables.Concat(
                Derived.Tables.Select(t => KeyValuePair.Create(t, $"select to_jsonb(t) from (select {Columns(t)} from forecasts.{t}) t"))
            )
        )
        {
            var rows = (await Read(source, sql)).ConvertAll(r =>
                Id().Replace(Without(r)!.ToJsonString(Plain), m => names.GetValueOrDefault(m.Value, m.Value))
            );
            rows.Sort(StringComparer.Ordinal);
            told.tables[name] = rows;
        }

        return told;
    }

    public void ShouldBe(Told other)
    {
        foreach (var (table, rows) in other.tables)
        {
            var (lost, added) = (rows.Except(tables[table]).ToList(), tables[table].Except(rows).ToList());
            (lost.Count, added.Count, tables[table].Count).ShouldBe(
                (0, 0, rows.Count),
                $"{table}: only undisturbed: {string.Join("\n", lost.Take(3))}\nonly here: {string.Join("\n", added.Take(3))}"
            );
        }
    }

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static async Task<List<JsonObject>> Read(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<JsonObject>();
        while (await reader.ReadAsync())
            rows.Add(JsonNode.Parse(reader.GetString(0))!.AsObject());
        return rows;
    }

    private static JsonNode? Without(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var name in fields.Select(f => f.Key).ToList())
                if (LeftOut.Contains(name) && fields[name] is null or JsonValue)
                    fields.Remove(name);
                else
                    Without(fields[name]);
        }
        else if (node is JsonArray items)
            foreach (var item in items)
                Without(item);
        return node;
    }

    // A crowd's moments are the file's: as text they are none of the names left out.
    private static string Columns(string table) =>
        table == "crowd_series" ? "claim, points::text"
        : table.StartsWith("mt_doc", StringComparison.Ordinal) ? "id, data"
        : "*";

    [GeneratedRegex("[0-9a-f]{20}", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
