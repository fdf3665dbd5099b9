using Marten;
using Weasel.Postgresql.Tables;

namespace Forecasts.Server.Store;

/// <summary>The tables and views beside Marten's own, created and checked together with them.</summary>
public static class FlatTables
{
    public const string Schema = "forecasts";

    public static void Register(StoreOptions options)
    {
        foreach (var table in All())
            options.Storage.ExtendedSchemaObjects.Add(table);
        Views.Register(options);
    }

    private static IEnumerable<Table> All()
    {
        // One row per claim, in the same transaction as its events; resolution is the sequence of the event that settled it, 0 while open;
        // settlements counts how often it was: once settled, it has a sheet for ever, be it a tombstone.
        yield return Of(
            "claims",
            t =>
            {
                Text(t, "claim").AsPrimaryKey();
                foreach (var name in (string[])["prediction", "season", "theme", "author", "type", "cluster", "status"])
                    Text(t, name).NotNull();
                t.AddColumn<int>("number").NotNull();
                t.AddColumn<double>("weight").NotNull();
                // The kind's terms as JSON: what it takes to read a row's values and the outcome.
                Text(t, "terms").NotNull();
                Text(t, "outcome");
                Time(t, "due").NotNull();
                Time(t, "filed_at").NotNull();
                Time(t, "decided_at");
                t.AddColumn<bool>("imported").NotNull();
                t.AddColumn<long>("resolution").NotNull();
                t.AddColumn<int>("settlements").NotNull();
                t.AddColumn<long>("sequence").NotNull();
                // The last event that took a turn of belief back, whose row is gone.
                t.AddColumn<long>("turn_gone").NotNull().DefaultValue(0);
                Index(t, "season");
                Index(t, "prediction");
            }
        );

        // One row per turn of belief, never changed: value null is a withdrawal; a turn lasts until the next one or expires_at.
        yield return Of(
            "forecast_intervals",
            t =>
            {
                Text(t, "claim").AsPrimaryKey();
                Text(t, "analyst").AsPrimaryKey();
                Time(t, "made_at").AsPrimaryKey();
                Time(t, "recorded_at").NotNull();
                Time(t, "expires_at");
                t.AddColumn("value", "double precision[]");
                t.AddColumn<bool>("saw_crowd").NotNull();
                t.AddColumn<bool>("imported").NotNull();
                t.AddColumn<long>("sequence").NotNull();
                Index(t, "claim", "sequence");
            }
        );

        // The header over a claim's scores: what they were made from. Reopened claims keep a tombstone. The edition counts how often
        // it was written, scored_at is the beginning of the transaction that wrote it last.
        yield return Of(
            "score_sheets",
            t =>
            {
                Text(t, "claim").AsPrimaryKey();
                Text(t, "season").NotNull();
                Text(t, "status").NotNull();
                t.AddColumn<long>("sequence").NotNull();
                t.AddColumn<long>("resolution").NotNull();
                t.AddColumn<int>("scorer_version").NotNull();
                t.AddColumn<int>("edition").NotNull().DefaultValue(0);
                Time(t, "scored_at");
                Index(t, "season");
            }
        );

        // Requests to score anew: a claim, a season, or everything. Each sheet that is not newer than the request is stale.
        yield return Of(
            "rescores",
            t =>
            {
                Text(t, "id").AsPrimaryKey();
                Text(t, "season");
                Text(t, "claim");
                Text(t, "asked_by").NotNull();
                Time(t, "requested_at").NotNull();
                t.AddColumn<bool>("published").NotNull();
            }
        );

        yield return Of(
            "scores",
            t =>
            {
                Text(t, "claim").AsPrimaryKey();
                Text(t, "forecaster").AsPrimaryKey();
                Text(t, "season").NotNull();
                t.AddColumn<bool>("crowd").NotNull();
                t.AddColumn<long>("resolution").NotNull();
                t.AddColumn<double>("outcome").NotNull();
                t.AddColumn<double>("weight").NotNull();
                t.AddColumn<double>("coverage").NotNull();
                t.AddColumn("value_at_close", "double precision[]");
                t.AddColumn<bool>("withdrawn").NotNull();
                t.AddColumn<bool>("floored").NotNull();
                foreach (var name in (string[])["brier", "log_score", "time_averaged_brier", "spot_baseline", "spot_peer"])
                    t.AddColumn<double>(name);
                foreach (var name in (string[])["baseline", "peer"])
                    t.AddColumn<double>(name).NotNull();
                // Numbers and dates have no Brier score; what their calibration is looked at by is F at the outcome, and just below it.
                foreach (var name in (string[])["relative_brier", "pit_below", "pit_at"])
                    t.AddColumn<double>(name);
                Index(t, "season");
                Index(t, "forecaster");
            }
        );

        yield return Of(
            "crowd_series",
            t =>
            {
                Text(t, "claim").AsPrimaryKey();
                t.AddColumn<long>("sequence").NotNull();
                t.AddColumn("points", "jsonb").NotNull();
                t.AddColumn<int>("version").NotNull().DefaultValue(0);
            }
        );

        yield return Of(
            "season_results",
            t =>
            {
                Text(t, "season").AsPrimaryKey();
                t.AddColumn<long>("revision").NotNull();
                t.AddColumn<int>("scorer_version").NotNull();
                t.AddColumn("results", "jsonb").NotNull();
                // The mean Brier score per claim out of the results, for seasons side by side.
                foreach (var name in (string[])["brier", "brier_lower", "brier_upper", "crowd_brier"])
                    t.AddColumn<double>(name);
                t.AddColumn<long>("editions").NotNull().DefaultValue(0); // The sum of its sheets' editions.
                Time(t, "due_next"); // From then on another claim counts.
            }
        );

        yield return Of(
            "published_reports",
            t =>
            {
                Text(t, "season").AsPrimaryKey();
                t.AddColumn<int>("version").AsPrimaryKey();
                Text(t, "hash").NotNull();
                Time(t, "published_at").NotNull();
                t.AddColumn("content", "bytea").NotNull();
            }
        );

        yield return Of(
            "idempotency",
            t =>
            {
                Text(t, "key").AsPrimaryKey();
                Text(t, "request").NotNull();
                Text(t, "rights");
                Text(t, "body_hash");
                Time(t, "at").NotNull();
                t.AddColumn<int>("status");
                Text(t, "headers");
                t.AddColumn("body", "bytea");
            }
        );

        // One row per import: what it is, how far it is, how it ended. Rows decided on and their events are one commit.
        yield return Of(
            "imports",
            t =>
            {
                Text(t, "id").AsPrimaryKey();
                foreach (var name in (string[])["by", "kind", "state"])
                    Text(t, name).NotNull();
                Time(t, "started_at").NotNull();
                Time(t, "ended_at");
                Text(t, "file_name");
                foreach (var name in (string[])["bytes", "read"])
                    t.AddColumn<long>(name).NotNull();
                foreach (var name in (string[])["dry_run", "create_analysts", "create_seasons"])
                    t.AddColumn<bool>(name).NotNull();
                foreach (var name in (string[])["rows", "accepted", "unchanged", "refused", "undone"])
                    t.AddColumn<int>(name).NotNull();
                t.AddColumn("tournaments", "text[]").NotNull();
                foreach (
                    var name in (string[])
                        ["tournament", "create_tournament", "error_code", "error", "undone_by", "undo_code", "undo_message"]
                )
                    Text(t, name);
                Time(t, "undone_at");
                t.AddColumn("remains", "text[]");
                // Its events lie between these sequences.
                t.AddColumn<long>("after_sequence").NotNull();
                t.AddColumn<long>("until_sequence");
                Index(t, "state");
                Index(t, "started_at");
            }
        );

        // The files until their imports have ended, a megabyte a row.
        yield return Of(
            "import_files",
            t =>
            {
                Text(t, "import").AsPrimaryKey();
                t.AddColumn<int>("part").AsPrimaryKey();
                Time(t, "at").NotNull();
                t.AddColumn("bytes", "bytea").NotNull();
            }
        );

        yield return Of(
            "import_refused_rows",
            t =>
            {
                Text(t, "import").AsPrimaryKey();
                t.AddColumn<int>("number").AsPrimaryKey();
                t.AddColumn<int>("line").NotNull();
                Text(t, "code").NotNull();
                Text(t, "message").NotNull();
                Text(t, "field");
            }
        );

        // What an admin took out of an error queue for good; the key is the moment and the message's id.
        yield return Of(
            "discarded_messages",
            t =>
            {
                Text(t, "key").AsPrimaryKey();
                foreach (var name in (string[])["id", "queue", "body_hash", "summary", "by", "reason"])
                    Text(t, name).NotNull();
                foreach (var name in (string[])["type", "claim", "season", "exception"])
                    Text(t, name);
                Time(t, "at").NotNull();
            }
        );

        // Pictures by their content: a page leaves the specification, a worker draws it.
        yield return Of(
            "charts",
            t =>
            {
                Text(t, "address").AsPrimaryKey();
                Text(t, "name").NotNull();
                Text(t, "spec").NotNull();
                t.AddColumn<bool>("waiting").NotNull();
                Text(t, "svg");
                Text(t, "failure");
                Time(t, "used_at").NotNull();
                Index(t, "waiting");
            }
        );

        yield return Of(
            "secrets",
            t =>
            {
                Text(t, "name").AsPrimaryKey();
                t.AddColumn("value", "bytea").NotNull();
            }
        );

        yield return Of(
            "data_protection_keys",
            t =>
            {
                Text(t, "name").AsPrimaryKey();
                Text(t, "xml").NotNull();
            }
        );
    }

    private static Table Of(string name, Action<Table> columns)
    {
        var table = new Table($"{Schema}.{name}");
        columns(table);
        return table;
    }

    private static Table.ColumnExpression Text(Table table, string name) => table.AddColumn(name, "text");

    private static Table.ColumnExpression Time(Table table, string name) => table.AddColumn(name, "timestamptz");

    private static void Index(Table table, params string[] columns) =>
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_{string.Join('_', columns)}") { Columns = columns });
}
