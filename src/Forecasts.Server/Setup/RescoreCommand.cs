using System.Globalization;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Setup;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>Asks for scoring anew and tells how far it is. Where no server runs on the embedded database, this process is the worker.</summary>
public static class RescoreCommand
{
    private const string Who = "command line";

    public static async Task<int> Run(IConfiguration options, Settings settings, bool alone)
    {
        var (claim, season) = (options["claim"], options["season"]);
        if (new[] { claim, season, options["all"] }.Count(o => o is { Length: > 0 }) != 1) throw new StartRefused("Say what: --claim PREDICTION/NUMBER, --season TOURNAMENT/YEAR or --all.");
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        var view = await Rescore.Ask(database, Ids.New(), Who, season, claim, CancellationToken.None)
            ?? throw new StartRefused(claim is not null ? $"There is no claim '{claim}'; it is named as in 'prediction/1'." : $"There is no season '{season}'; it is named as in 'ai-trends/2024'.");
        await using var worker = alone ? ServerHost.Build(["--urls=http://127.0.0.1:0"], settings with { Role = Role.Worker }) : null;
        if (worker is not null) await worker.StartAsync();
        var told = -1;
        for (; ; view = (await Rescore.Progress(database, view.Id, CancellationToken.None))!)
        {
            if (view.Done != told) await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{told = view.Done} of {view.Sheets} sheets"));
            if (view.Finished) break;
            await Task.Delay(500);
        }

        if (worker is not null) await worker.StopAsync();
        return 0;
    }
}
