using Hangfire.PostgreSql;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>
/// The database's schema: applied at the start by the embedded default, by <c>db-apply</c> otherwise, and checked by <c>db-assert</c>.
/// </summary>
public static class Schema
{
    public static async Task Apply(Settings settings, CancellationToken cancellation = default)
    {
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var store = Store(database);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        PostgreSqlObjectsInstaller.Install(connection, "hangfire");
    }

    /// <summary>Null where the database is as this version needs it; else what differs.</summary>
    public static async Task<string?> Assert(Settings settings, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var store = Store(database);
        try
        {
            await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync(cancellation);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e.Message;
        }
    }

    private static DocumentStore Store(NpgsqlDataSource database) =>
        DocumentStore.For(options =>
        {
            options.Connection(database);
            Events.Configure(options, new Clock());
        });
}
