using System.Globalization;
using System.Text;
using Forecasts.Server.Tests.Fixtures;
using MassTransit;
using MassTransit.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

public sealed class UnreliableTransportTests(PrivatePostgres postgres, ITestOutputHelper output)
{
    private const int Claims = 10,
        Analysts = 5;
    private static readonly int Messages = Soak.Times("FORECASTS_SOAK_MESSAGES", 500);

    [Fact]
    public async Task Messages_lost_doubled_delayed_and_reordered_leave_the_same_sheets_scores_crowds_and_results()
    {
        var transport = new UnreliableTransport(seed: 5);
        await using var server = await RunningServer.Start(
            await postgres.Database(),
            Given.MidYear,
            services => services.AddSingleton(_ => Bind<IBus>.Create<IConfigureReceiveEndpoint>(transport))
        );
        var admin = await Given.Tournament(server);
        var judge = await server.As("Judge", RoleName.Reviewer);
        var author = await server.As("Author", RoleName.Analyst);
        var ids = new List<string>();
        for (var i = 0; i < Claims; i++)
            ids.Add(await Given.Filed(author));
        server.SetClock(Given.InWindow);
        var settled = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; transport.Seen < Messages; round++)
        {
            await Forecasts(admin, ids, round);
            // Every claim is settled, reopened and settled again, some void; three of them end open.
            foreach (var id in ids.Where((_, i) => (i + round) % 3 == 0))
                if (settled.Remove(id))
                    (await admin.Post($"predictions/{id}/claims/1/reopen", new { reason = "Look again." })).Ok();
                else
                {
                    settled.Add(id);
                    if (round % 7 == 6)
                        (await admin.Post($"predictions/{id}/claims/1/void", new { code = "source-vanished", reason = "Gone." })).Ok();
                    else
                        (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict(round % 2 == 0 ? "yes" : "no"))).Ok();
                }
        }

        // After how many rounds that is depends on the machine, and after some of them every claim is open or void.
        if (settled.Remove(ids[0]))
            (await admin.Post($"predictions/{ids[0]}/claims/1/reopen", new { reason = "For the last time." })).Ok();
        (await judge.Post($"predictions/{ids[0]}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await server.UntilUpToDate();
        output.WriteLine($"{transport.Seen} messages: {transport.Lost} lost, {transport.Doubled} doubled, {transport.Delayed} delayed.");
        transport.Lost.ShouldBeGreaterThan(Messages / 10);
        transport.Doubled.ShouldBeGreaterThan(Messages / 10);
        transport.Delayed.ShouldBeGreaterThan(Messages / 10);
        var disturbed = await server.Rows();
        disturbed["scores"].ShouldNotBeEmpty();

        transport.Disturbs = false;
        await server.ForgetScores();
        await server.UntilUpToDate();
        server.ShouldHold(disturbed, await server.Rows());
    }

    // One analyst's next turn of belief on every claim, filed late into the past: settled claims are scored again.
    private static async Task Forecasts(Api organiser, List<string> ids, int round)
    {
        var file = new StringBuilder("season,prediction,claim,analyst,made_at,probability\n");
        var at = Given.MidYear.AddMinutes(10 * round).ToString("O", CultureInfo.InvariantCulture);
        for (var i = 0; i < ids.Count; i++)
            file.Append(
                CultureInfo.InvariantCulture,
                $"t/2024,{ids[i]},1,Analyst {round % Analysts},{at},{(1 + ((i + (round * 7)) % 98)) / 100.0:0.00}\n"
            );
        var import = (await organiser.Import(file.ToString(), "?createAnalysts=true")).Ok();
        for (; (string)import["state"]! != "done"; import = (await organiser.Get($"imports/{import["id"]}")).Ok())
            await Task.Delay(20);
        ((int)import["refused"]!).ShouldBe(0, import.ToJsonString());
    }
}
