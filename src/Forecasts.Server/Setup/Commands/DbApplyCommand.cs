using System.CommandLine;
using Forecasts.Server.Store;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>db-apply</c>: brings the database to this version.</summary>
public static class DbApplyCommand
{
    public static Command Create(GivenSettings given)
    {
        var command = new Command("db-apply", "bring the database to this version");
        command.SetAction(
            async (parsed, ended) =>
            {
                await using var on = await Installation.Open(given.Read(), apply: false);
                await Schema.Apply(on.Settings, ended);
                return parsed.Say(DbAssertCommand.Fits);
            }
        );
        return command;
    }
}
