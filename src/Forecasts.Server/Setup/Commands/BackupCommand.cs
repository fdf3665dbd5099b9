using System.CommandLine;
using Forecasts.Server.Features.Operations;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>backup</c>: everything there is, also while the server runs.</summary>
public static class BackupCommand
{
    public static Command Create(GivenSettings given)
    {
        var file = new TextOption("--file", "FILE", "The file to write; it must not be there yet", "into which file");
        var command = new Command("backup", "everything there is, while the server runs") { file };
        command.SetAction(
            async (parsed, ended) =>
            {
                var (settings, to) = (given.Read(), file.Of(parsed));
                if (settings.Embedded && !File.Exists(Path.Combine(settings.DataDirectory, "postgres", "data", "PG_VERSION")))
                    throw new StartRefused(
                        $"There is nothing to back up in {settings.DataDirectory}: "
                            + "name the installation's folder with --Forecasts:DataDirectory."
                    );
                // A backup is of what there is, as it is.
                await using var on = await Installation.Open(settings, apply: false);
                return parsed.Say(await BackupCommands.Backup(to, on.Settings, ended));
            }
        );
        return command;
    }
}
