using Forecasts.Server.Tests.Fixtures;

namespace Forecasts.Server.Tests.AtOnce;

/// <summary>What has to be there before several act at once.</summary>
/// <param name="first">Acts before them where the stream is to be an old one.</param>
public sealed class Place(Town town, Api first)
{
    public async Task<string> Claim(string act) => $"predictions/{await Given.Filed(town.Ann)}/claims/1/{act}";

    public async Task<string> Choice(string act) => $"predictions/{await KindsOfClaims.Filed(town.Ann)}/claims/1/{act}";

    public async Task<string> Believed(string act)
    {
        var path = await Claim(act);
        (await first.Put(path, new { probability = 0.4 })).Ok();
        return path;
    }

    public async Task<string> Evidence() => $"predictions/{await Given.Filed(town.Ann)}/evidence";

    public async Task<string> Attached()
    {
        var path = await Evidence();
        return $"{path}/{(await first.Post(path, new { occurredOn = "2024-05-01", text = "Fact", source = "A paper" })).Ok()["id"]}";
    }

    public async Task<string> Due(string act)
    {
        var path = await Claim(act);
        await town.SetClock(Given.InWindow);
        return path;
    }

    public async Task<string> Settled(string act)
    {
        var path = await Due("void");
        (await town.Organiser.Post(path, new { code = "source-vanished", reason = "It is gone." })).Ok();
        return path.Replace("void", act, StringComparison.Ordinal);
    }

    public async Task<string> Ended(string act)
    {
        await town.SetClock(Given.AfterWindow);
        await town.Server.UntilScored("t/2024");
        return "seasons/t/2024/" + act;
    }

    public async Task<string> Planned()
    {
        // Planned when its first day has come, and no job has told of it yet.
        var calendar = new
        {
            opens = "2024-02-01",
            forecastsClose = "2025-12-31",
            windowOpens = "2026-01-01",
            windowCloses = "2026-02-15",
            publishes = "2026-03-20",
        };
        (await town.Admin.Post("tournaments/t/seasons", Given.Season(2025, calendar: calendar))).Ok();
        return "seasons/t/2025/open";
    }

    public async Task<string> Imported()
    {
        var file =
            "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due\n"
            + "t/2024,general,p1,Title,Judgement,1,It happens.,binary,As the paper says.,2024-12-31\n";
        var import = (await town.Organiser.Import(file)).Ok();
        return $"imports/{import["id"]}/undo";
    }
}
