using System.Globalization;
using Forecasts.Server.Store;
using Npgsql;

[assembly: AssemblyFixture(typeof(Forecasts.Server.Tests.Fixtures.PrivatePostgres))]

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// One private PostgreSQL for the run, started by the server's own code; every test gets a database of its own from a template.
/// </summary>
public sealed class PrivatePostgres : IAsyncLifetime
{
    private const string Template = "template_forecasts";
    private readonly string folder = Directory.CreateTempSubdirectory("forecasts-postgres-").FullName;
    private EmbeddedPostgres? cluster;
    private int databases;

    public async ValueTask InitializeAsync()
    {
        // The user that PostgreSQL runs as must get in.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        cluster = await EmbeddedPostgres.Start(folder, attach: false, CancellationToken.None);
        await Execute($"create database {Template}");
        await Schema.Apply(Settings(Template));
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>An empty database of this version.</summary>
    public async Task<Settings> Database()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await Execute($"create database {name} template {Template}");
        return Settings(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Settings Settings(string database) =>
        new Settings("", false, folder, Role.Both, null, TimeSpan.Zero).Connected(
            new NpgsqlConnectionStringBuilder(cluster!.ConnectionString) { Database = database, MaxPoolSize = 30 }.ConnectionString
        );

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(cluster!.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
