using System.Net.Sockets;
using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>The embedded default, as the one command starts it.</summary>
[Collection(nameof(FirstStart))]
public sealed class EmbeddedPostgresTests(FirstStart first)
{
    [Fact]
    public async Task An_empty_folder_becomes_a_ready_server_that_tells_the_admin_how_to_sign_in()
    {
        (await first.Server.Readiness()).ShouldBe((200, "ready"));
        (await first.Server.Says("Sign in as the admin, once, within a day: ")).ShouldMatch(
            $"^{first.Server.Address}sign-in/[A-Za-z0-9_-]{{43}}$"
        );
    }

    [Fact]
    public void The_password_is_its_owner_s_alone() =>
        File.GetUnixFileMode(first.Folder.PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    [Fact]
    public async Task A_wrong_password_is_refused_and_no_rule_asks_for_less()
    {
        var wrong = first.Folder.Connection;
        wrong.Password = "forecasts";
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe("28P01");
        (await first.Folder.Scalar<string>("select string_agg(distinct auth_method, ',') from pg_hba_file_rules")).ShouldBe(
            "scram-sha-256"
        );
    }

    [Fact]
    public async Task The_cluster_listens_at_one_loopback_address_only()
    {
        (await first.Folder.Scalar<string>("show listen_addresses")).ShouldBe("127.0.0.1");
        (await first.Folder.Scalar<string>("show unix_socket_directories")).ShouldBeEmpty();
        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync("127.0.0.2", first.Folder.Connection.Port));
    }

    [Fact]
    public async Task The_server_s_role_is_no_superuser_and_the_folder_is_nobody_else_s()
    {
        (
            await first.Folder.Scalar<bool>(
                "select rolsuper or rolreplication or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user"
            )
        ).ShouldBeFalse();
        await using var parent = new DataFolder();
        var made = Path.Combine(parent.Path, "made");
        (await ServerProcess.Run("db-apply", "--Forecasts:DataDirectory=" + made)).Code.ShouldBe(0);
        (
            File.GetUnixFileMode(made)
            & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)
        ).ShouldBe((UnixFileMode)0);
        File.GetUnixFileMode(Path.Combine(made, "postgres", "admin-password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_database_keeps_every_script() =>
        (await first.Folder.Scalar<string>("select pg_encoding_to_char(encoding) from pg_database where datname = 'forecasts'")).ShouldBe(
            "UTF8"
        );

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        (await ServerProcess.Run("--urls=http://127.0.0.1:0", first.Folder.Option)).ShouldBeOneSentenceNaming(
            first.Folder.Path,
            "--Forecasts:DataDirectory"
        );
        (await first.Server.Readiness()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_sentence_and_leaves_no_cluster_behind()
    {
        await using var other = new DataFolder();
        var address = first.Server.Address.ToString().TrimEnd('/');
        var ended = await ServerProcess.Run("--urls=" + address, other.Option);
        ended.Code.ShouldBe(2);
        ended.Errors.ShouldContain($"{address}: address already in use: choose another address with --urls.");
        other.Processes().ShouldBeEmpty();
    }

    [Fact]
    public async Task Servers_with_folders_of_their_own_run_side_by_side()
    {
        await using var folder = new DataFolder();
        await using var other = await ServerProcess.Start(folder.Option);
        await other.UntilReady();
        (await first.Server.Readiness()).Status.ShouldBe(200);
        folder.Connection.Port.ShouldNotBe(first.Folder.Connection.Port);
        File.ReadAllText(folder.PasswordFile).ShouldNotBe(File.ReadAllText(first.Folder.PasswordFile));
        (await other.Terminate()).ShouldBe(0);
        folder.Processes().ShouldBeEmpty();
    }
}
