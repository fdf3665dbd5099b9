using System.CommandLine;
using Forecasts.Server.Features.Scoring;
using Npgsql;

namespace Forecasts.Server.Setup.Commands;

/// <summary>
/// <c>rescore</c>: asks for scoring anew and tells how far it is.
/// Where no server runs on the embedded database, this process is the worker.
/// </summary>
public static class RescoreCommand
{
    private const string Who = "command line";

    public static Command Create(GivenSettings given)
    {
        var claim = new TextOption("--claim", "PREDICTION/NUMBER", "This claim alone");
        var season = new TextOption("--season", "TOURNAMENT/YEAR", "Every claim of this season");
        var all = new Option<bool>("--all") { Description = "Everything" };
        var command = new Command("rescore", "score what is settled anew: one of the three") { claim, season, all };
        command.SetAction(
            async (parsed, ended) =>
            {
                var (one, year) = (parsed.GetValue(claim), parsed.GetValue(season));
                if (new[] { one is { Length: > 0 }, year is { Length: > 0 }, parsed.GetValue(all) }.Count(given => given) != 1)
                    throw new StartRefused("Say what: --claim PREDICTION/NUMBER, --season TOURNAMENT/YEAR or --all.");
                await using var on = await Installation.Open(given.Read());
                await using var database = NpgsqlDataSource.Create(on.Settings.ConnectionString);
                var view =
                    await Rescore.Ask(database, Ids.New(), Who, year, one, ended)
                    ?? throw new StartRefused(
                        one is not null
                            ? $"There is no claim '{one}'; it is named as in 'prediction/1'."
                            : $"There is no season '{year}'; it is named as in 'ai-trends/2024'."
                    );
                await using var worker = on.Alone
                    ? ServerHost.Build(["--urls=http://127.0.0.1:0"], on.Settings with { Role = Role.Worker })
                    : null;
                if (worker is not null)
                    await worker.StartAsync(ended);
                await Follow(parsed, database, view, ended);
                if (worker is not null)
                    await worker.StopAsync(ended);
                return 0;
            }
        );
        return command;
    }

    private static async Task Follow(ParseResult parsed, NpgsqlDataSource database, RescoreView view, CancellationToken cancellation)
    {
        var told = -1;
        for (; ; view = (await Rescore.Progress(database, view.Id, cancellation))!)
        {
            if (view.Done != told)
                parsed.Say(FormattableString.Invariant($"{told = view.Done} of {view.Sheets} sheets"));
            if (view.Finished)
                return;
            await Task.Delay(500, cancellation);
        }
    }
}
