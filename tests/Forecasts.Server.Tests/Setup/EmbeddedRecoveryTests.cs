using System.Globalization;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>The same folder again and again: after an orderly end, and after ends that were not.</summary>
public sealed class EmbeddedRecoveryTests(PrivatePostgres postgres, EmbeddedRecoveryTests.UsedFolder used)
    : IClassFixture<EmbeddedRecoveryTests.UsedFolder>
{
    [Fact]
    public async Task The_signal_to_end_stops_the_server_and_its_cluster()
    {
        await using var server = await Started();
        used.Folder.Processes().Count.ShouldBeGreaterThan(1);
        (await server.Terminate()).ShouldBe(0);
        used.Folder.Processes().ShouldBeEmpty();
        File.Exists(used.Folder.PidFile).ShouldBeFalse("the database was shut down in order");
    }

    [Fact]
    public async Task A_cluster_that_outlived_its_server_is_adopted()
    {
        await using var killed = await Started();
        var postmaster = used.Folder.Postmaster;
        await killed.Kill();
        used.Folder.Processes().ShouldContain(postmaster);

        await using var next = await Started();
        used.Folder.Postmaster.ShouldBe(postmaster);
        (await next.Terminate()).ShouldBe(0);
        used.Folder.Processes().ShouldBeEmpty("an adopted cluster ends with the server that adopted it");
    }

    [Fact]
    public async Task A_command_adopts_a_cluster_too_and_ends_it()
    {
        await using var killed = await Started();
        await killed.Kill();
        (await ServerProcess.Run("db-assert", used.Folder.Option)).Code.ShouldBe(0);
        used.Folder.Processes().ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_kill_of_server_and_database_the_next_start_recovers()
    {
        await using var killed = await Started();
        await killed.Kill();
        await used.Folder.KillPostmaster();
        File.Exists(used.Folder.PidFile).ShouldBeTrue();

        await using var next = await Started();
        (await next.Terminate()).ShouldBe(0);
    }

    [Fact]
    public async Task A_cluster_that_dies_under_its_server_is_started_again()
    {
        await using var server = await Started();
        var port = used.Folder.Connection.Port;
        await used.Folder.KillCluster();
        await Until.True(
            async () => (await server.Readiness()).Body.Contains("database: stopped, it is started again", StringComparison.Ordinal),
            "readiness says what is wrong"
        );
        using (var http = new HttpClient())
        {
            using var page = await http.GetAsync(new Uri(server.Address, "/sign-in/x"));
            (
                (int)page.StatusCode,
                (await page.Content.ReadAsStringAsync()).Contains("The database does not answer", StringComparison.Ordinal)
            ).ShouldBe((503, true));
        }

        await server.UntilReady();
        used.Folder.Connection.Port.ShouldBe(port, "every connection string stays true");
        (await server.With(used.Token).Post("tournaments", new { slug = "after", name = "After" })).Code.ShouldBeOneOf(200, 201);
        (await server.Terminate()).ShouldBe(0);
        used.Folder.Processes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("password", null, "password")]
    [InlineData("admin-password", "wrong", "refuses")]
    public async Task A_start_that_fails_says_why_and_leaves_nothing_running(string file, string? content, string said)
    {
        var path = Path.Combine(used.Folder.Path, "postgres", file);
        var before = await File.ReadAllTextAsync(path);
        try
        {
            if (content is null)
                File.Delete(path);
            else
                await File.WriteAllTextAsync(path, content);
            (await ServerProcess.Run("--urls=http://127.0.0.1:0", used.Folder.Option)).ShouldBeOneSentenceNaming(said);
            used.Folder.Processes().ShouldBeEmpty();
        }
        finally
        {
            await File.WriteAllTextAsync(path, before);
        }
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_taken_for_a_server_that_runs()
    {
        await using var folder = new DataFolder();
        var path = Path.Combine(folder.Path, "lock");
        File.CreateSymbolicLink(path, path);
        var ended = await ServerProcess.Run(folder.Option);
        ended.ShouldBeOneSentenceNaming(path, "cannot be written");
    }

    [Fact]
    public async Task The_number_of_a_dead_postmaster_may_be_another_clusters_by_now()
    {
        // The hardest case: alive, of the same user, and called postgres.
        var other = await File.ReadAllLinesAsync(
            Path.Combine((await postgres.Database()).DataDirectory, "postgres", "data", "postmaster.pid")
        );
        await File.WriteAllLinesAsync(used.Folder.PidFile, [other[0], Path.GetDirectoryName(used.Folder.PidFile)!, .. other[2..]]);

        await using var server = await Started();
        used.Folder.Postmaster.ShouldNotBe(int.Parse(other[0], CultureInfo.InvariantCulture));
        (await server.Terminate()).ShouldBe(0);
        (await postgres.Database()).ConnectionString.ShouldNotBeEmpty("the other cluster still answers");
    }

    [Fact]
    public async Task A_command_starts_the_cluster_where_no_server_runs_and_leaves_nothing_behind()
    {
        var made = await ServerProcess.Run("tokens", "create", "--user", "Cleo", "--roles", "viewer", used.Folder.Option);
        made.Code.ShouldBe(0, made.Errors);
        used.Folder.Processes().ShouldBeEmpty();

        await using var server = await Started();
        (await server.With(made.Output.Trim()).Get("tournaments")).Ok();
        (await server.Terminate()).ShouldBe(0);
    }

    /// <summary>A ready server on the folder, which has what was filed before.</summary>
    private async Task<ServerProcess> Started()
    {
        var server = await ServerProcess.Start(used.Folder.Option);
        await server.UntilReady();
        (await server.With(used.Token).Get("seasons/t/2024")).Ok()["title"]!.ToJsonString().ShouldContain("Season 2024");
        return server;
    }

    /// <summary>A folder with a season in it, its server at rest.</summary>
    public sealed class UsedFolder : IAsyncLifetime
    {
        public DataFolder Folder { get; } = new();

        public string Token { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            var made = await ServerProcess.Run("tokens", "create", "--user", "root", "--roles", "admin", Folder.Option);
            made.Code.ShouldBe(0, made.Errors);
            Token = made.Output.Trim();
            await using var server = await ServerProcess.Start(Folder.Option);
            var admin = server.With(Token);
            (await admin.Post("tournaments", new { slug = "t", name = "Test" })).Ok();
            (await admin.Post("tournaments/t/seasons", Given.Season())).Ok();
            await server.Terminate();
        }

        public ValueTask DisposeAsync() => Folder.DisposeAsync();
    }
}
