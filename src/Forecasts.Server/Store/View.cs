using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Weasel.Core;
using Weasel.Postgresql;
using DbCommandBuilder = Weasel.Core.DbCommandBuilder;

namespace Forecasts.Server.Store;

/// <summary>
/// A view that is applied and checked with the tables. The database hands a definition back in words of its own, so what tells
/// whether it is the wanted one is a fingerprint in the view's comment.
/// </summary>
/// <param name="name">Without the schema.</param>
/// <param name="fingerprint">Of all views together: they stand on each other, so all are made anew where one has changed.</param>
public sealed class View(string name, string query, string fingerprint) : ISchemaObject
{
    public DbObjectName Identifier { get; } = PostgresqlProvider.Instance.Parse($"{FlatTables.Schema}.{name}");

    public static string Fingerprint(IEnumerable<string> queries) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(";\n", queries).ReplaceLineEndings("\n"))));

    public void WriteCreateStatement(Migrator migrator, TextWriter writer)
    {
        WriteDropStatement(migrator, writer);
        writer.WriteLine($"create view {Identifier.QualifiedName} as {query};");
        writer.WriteLine($"comment on view {Identifier.QualifiedName} is '{fingerprint}';");
    }

    // What stands on it goes too, and follows in the same migration.
    public void WriteDropStatement(Migrator rules, TextWriter writer) =>
        writer.WriteLine($"drop view if exists {Identifier.QualifiedName} cascade;");

    public void ConfigureQueryCommand(DbCommandBuilder builder)
    {
        builder.Append("select coalesce(obj_description(c.oid, 'pg_class'), '') ");
        builder.Append("from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and n.nspname = ");
        builder.AppendParameter(Identifier.Schema);
        builder.Append(" and c.relname = ");
        builder.AppendParameter(Identifier.Name);
        builder.Append(";");
    }

    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default) =>
        new SchemaObjectDelta(
            this,
            !await reader.ReadAsync(ct) ? SchemaPatchDifference.Create
                : reader.GetString(0) == fingerprint ? SchemaPatchDifference.None
                : SchemaPatchDifference.Update
        );

    public IEnumerable<DbObjectName> AllNames() => [Identifier];
}
