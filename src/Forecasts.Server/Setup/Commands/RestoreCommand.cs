using System.CommandLine;
using Forecasts.Server.Features.Operations;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>restore</c>: a backup into an empty place, or in place of what is there.</summary>
public static class RestoreCommand
{
    public static Command Create(GivenSettings given)
    {
        var file = new TextOption("--file", "FILE", "The backup", "from which file");
        var replace = new Option<bool>("--replace") { Description = "Put the backup in place of what is there" };
        var command = new Command("restore", "into an empty place, or in place of what is there") { file, replace };
        command.SetAction(
            async (parsed, ended) =>
            {
                var from = file.Of(parsed);
                // No server may work on it meanwhile, and the backup brings its own schema.
                await using var on = await Installation.Open(given.Read(), attach: false, apply: false);
                return parsed.Say(await BackupCommands.Restore(from, parsed.GetValue(replace), on.Settings, ended));
            }
        );
        return command;
    }
}
