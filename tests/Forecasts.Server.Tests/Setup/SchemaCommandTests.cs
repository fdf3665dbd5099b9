using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>A database of one's own: nothing changes its schema but <c>db-apply</c>, and a server says what it lacks.</summary>
public sealed class SchemaCommandTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_server_is_ready_on_an_empty_database_only_after_db_apply()
    {
        var connection = "--ConnectionStrings:Forecasts=" + await EmptyDatabase();
        await using var early = await ServerProcess.Start(connection);
        var (status, body) = await early.Readiness();
        status.ShouldBe(503);
        body.ShouldContain("schema: run db-apply");
        var differs = await ServerProcess.Run("db-assert", connection);
        differs.Code.ShouldBe(2);
        differs.Errors.TrimEnd().ShouldEndWith("Run db-apply.");

        (await ServerProcess.Run("db-apply", connection)).Code.ShouldBe(0);
        (await ServerProcess.Run("db-apply", connection)).Code.ShouldBe(0, "applying twice changes nothing");
        (await ServerProcess.Run("db-assert", connection)).Code.ShouldBe(0);
        await early.UntilReady();
        (await early.Terminate()).ShouldBe(0);
    }

    private async Task<string> EmptyDatabase()
    {
        var cluster = new NpgsqlConnectionStringBuilder((await postgres.Database()).ConnectionString);
        await using var source = new NpgsqlConnection(cluster.ConnectionString);
        await source.OpenAsync();
        await using var create = new NpgsqlCommand("create database empty_at_first template template0", source);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder
        {
            Host = cluster.Host,
            Port = cluster.Port,
            Username = cluster.Username,
            Password = cluster.Password,
            Database = "empty_at_first",
        }.ConnectionString;
    }
}
