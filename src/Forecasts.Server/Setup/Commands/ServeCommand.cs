using System.CommandLine;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup.Samples;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>serve</c>, which the program also does when it is told nothing.</summary>
public static class ServeCommand
{
    public static Command Create(GivenSettings given) => Fill(new Command("serve", "serve; without a command it serves as well"), given);

    /// <summary>Makes a command serve.</summary>
    public static Command Fill(Command command, GivenSettings given)
    {
        var sample = new Option<bool>("--sample") { Description = "Fill an empty installation with an invented tournament" };
        command.Add(sample);
        command.SetAction(
            async (parsed, _) =>
            {
                await using var on = await Installation.Open(given.Read(), attach: false);
                return await Serve(given.Words, on, parsed.GetValue(sample), text => parsed.Say(text));
            }
        );
        return command;
    }

    private static async Task<int> Serve(string[] words, Installation on, bool sample, Action<string> say)
    {
        var (settings, embedded) = (on.Settings, on.Embedded);
        await using var app = ServerHost.Build(
            words,
            settings,
            services => _ = embedded is null ? services : services.AddSingleton(embedded)
        );
        if (!await app.Services.GetRequiredService<ClockCheck>().Agrees(CancellationToken.None))
            throw new StartRefused(
                $"This machine's clock and the database's differ by more than {ClockCheck.Most.TotalSeconds} s: "
                    + "set both by a time server."
            );
        await app.StartAsync();
        embedded?.KeepRunning(app.Logger);
        if (settings.Serves)
        {
            var address =
                settings.PublicUrl?.GetLeftPart(UriPartial.Authority)
                ?? app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            if (sample)
                await Sample.Load(app.Services, CancellationToken.None);
            say($"Forecasts is at {address}");
            if (settings.Embedded || sample)
                say(
                    await AccountCommands.AdminLink(app.Services, CancellationToken.None) is { } link
                        ? $"Sign in as the admin, once, within a day: {address}{link}"
                        : "An admin has signed in before; for another link: Forecasts.Server signin-link --user NAME"
                );
        }
        else
        {
            say("The worker follows the event log.");
        }

        await app.WaitForShutdownAsync();
        return 0;
    }
}
