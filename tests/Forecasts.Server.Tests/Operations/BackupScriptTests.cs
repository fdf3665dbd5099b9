using System.Diagnostics;
using System.Runtime.CompilerServices;
using Forecasts.Server.Setup;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>deploy/backup beside a running server with its own database, and deploy/restore into an empty folder.</summary>
[Collection(nameof(FirstStart))]
public sealed class BackupScriptTests(FirstStart first)
{
    private static readonly string Deploy = Path.GetFullPath(Path.Combine(Here(), "../../../deploy"));

    [Fact]
    public async Task A_folder_is_restored_into_an_empty_one_and_the_server_starts_on_it()
    {
        await using var empty = new DataFolder();
        var file = Path.Combine(empty.Path, "backup.zip");
        var token = (
            await ServerProcess.Run("tokens", "create", "--user", "Keeper", "--roles", "admin", first.Folder.Option)
        ).Output.Trim();
        (await first.Server.With(token).Post("tournaments", new { slug = "kept", name = "Kept" })).Ok();
        foreach (var place in (DataFolder[])[first.Folder, empty])
            Directory.CreateSymbolicLink(Path.Combine(place.Path, "bin"), Path.GetDirectoryName(typeof(ServerHost).Assembly.Location)!);

        (await Run("backup", "--data", first.Folder.Path, file)).ShouldBe((0, ""));
        (await Run("restore", file, "--data", first.Folder.Path, "--replace")).Errors.ShouldContain("in use by another server");
        (await Run("restore", file, "--data", empty.Path)).ShouldBe((0, ""));
        (await Run("restore", file, "--data", empty.Path)).Errors.ShouldContain("--replace");
        (await Run("restore", file, "--data", empty.Path, "--replace")).ShouldBe((0, ""));
        empty.Processes().ShouldBeEmpty();

        await using var server = await ServerProcess.Start(empty.Option);
        await server.UntilReady();
        (await server.With(token).Get("tournaments")).Ok()["items"]!.ToJsonString().ShouldContain("Kept");
        (await server.Terminate()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_explained()
    {
        (await Run("backup")).Errors.ShouldStartWith("usage: deploy/backup");
        (await Run("restore", "--replace")).Errors.ShouldStartWith("usage: deploy/restore");
        await using var nothing = new DataFolder();
        (await ServerProcess.Run("backup", "--file", Path.Combine(Path.GetTempPath(), "b.zip"), nothing.Option)).ShouldBeOneSentenceNaming(
            "nothing to back up",
            nothing.Path
        );
        Directory.EnumerateFileSystemEntries(nothing.Path).ShouldBeEmpty();
    }

    private static async Task<(int Code, string Errors)> Run(string script, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(Deploy, script), arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, await errors);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
