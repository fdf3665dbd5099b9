using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>What cannot start says why in one sentence, with exit code 2.</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [InlineData("--Forecasts:Role=worker", "worker", "RabbitMQ", "Forecasts:RabbitMq")]
    [InlineData("--Forecasts:Role=boss", "'boss'", "web, worker, both")]
    [InlineData("--Forecasts:Role=2", "'2'", "web, worker, both")]
    [InlineData("--Forecasts:RabbitMq=http://localhost", "amqp://")]
    [InlineData("--Forecasts:Clock:Offset=soon", "'soon'")]
    [InlineData("--ConnectionStrings:Forecasts=postgres://db", "ConnectionStrings:Forecasts", "Host=")]
    [InlineData("--ConnectionStrings:Forecasts=Host=127.0.0.1;Port=1;Username=a", "database does not answer")]
    [InlineData("--Forecasts:DataDirectory=/dev/null/data", "/dev/null/data", "--Forecasts:DataDirectory")]
    public async Task A_setting_that_cannot_be(string option, params string[] named) =>
        (await ServerProcess.Run(option)).ShouldBeOneSentenceNaming(named);

    [Fact]
    public async Task A_command_that_is_none_is_followed_by_those_that_are()
    {
        var ended = await ServerProcess.Run("tokens", "destroy", "--user", "Ann");
        ended.Code.ShouldBe(2);
        ended.Errors.ShouldStartWith("'tokens destroy' is not a command.\n");
        ended.Errors.ShouldContain("tokens revoke --user NAME");
    }

    [Fact]
    public async Task PostgreSQL_missing()
    {
        await using var folder = new DataFolder();
        (await ServerProcess.Run([folder.Option], (PostgresPrograms.FolderVariable, folder.Path))).ShouldBeOneSentenceNaming(
            "apt-get install postgresql",
            "ConnectionStrings:Forecasts"
        );
    }

    [Fact]
    public async Task A_folder_that_the_database_s_user_cannot_reach()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs PostgreSQL as another user.");
        await using var folder = new DataFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await ServerProcess.Run(folder.Option)).ShouldBeOneSentenceNaming(folder.Path, "postgres", "--Forecasts:DataDirectory");
        folder.Processes().ShouldBeEmpty();
    }
}
