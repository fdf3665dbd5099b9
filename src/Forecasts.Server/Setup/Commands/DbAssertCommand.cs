using System.CommandLine;
using Forecasts.Server.Store;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>db-assert</c>: says what the database lacks, and changes nothing of an external one.</summary>
public static class DbAssertCommand
{
    public const string Fits = "The database is as this version needs it.";

    public static Command Create(GivenSettings given)
    {
        var command = new Command("db-assert", "check that the database is as this version needs it");
        command.SetAction(
            async (parsed, ended) =>
            {
                await using var on = await Installation.Open(given.Read());
                return await Schema.Assert(on.Settings, ended) is { } differs
                    ? throw new StartRefused(differs + "\nRun db-apply.")
                    : parsed.Say(Fits);
            }
        );
        return command;
    }
}
