using System.Diagnostics;
using System.Globalization;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>
/// kill -9 at random moments of an import, of resolving and of scoring anew: started again on the same files, nothing is lost, nothing is
/// doubled, and everything is as if nobody had been killed.
/// </summary>
public sealed class KilledTests(KilledTests.Undisturbed undisturbed, ITestOutputHelper output) : IClassFixture<KilledTests.Undisturbed>
{
    private const int Seed = 20_240_914,
        Jitter = 30;
    private static readonly int Rounds = Soak.Times("FORECASTS_SOAK_KILLS", 1);

    [Fact]
    public Task The_server() => Killed(Victim.Server);

    [Fact]
    public Task The_server_with_its_embedded_database() => Killed(Victim.EmbeddedDatabase);

    [Fact]
    public Task An_external_database_under_a_server_that_lives_on() => Killed(Victim.ExternalDatabase);

    [Fact]
    public Task The_broker_under_a_server_that_lives_on() => Killed(Victim.Broker);

    // A share of the act's steps, for time tells little on a busy machine. The log's sequence moves within a commit too.
    private static Task<long> Progress(DataFolder folder, string act) =>
        folder.Scalar<long>(
            act == "rescore"
                ? "select coalesce(sum(edition), 0)::bigint from forecasts.score_sheets"
                : "select last_value from forecasts.mt_events_sequence"
        );

    // In the daily run whoever is no server dies amid one act each.
    private static bool IsKilled(Victim victim, string act) => Rounds > 1 || victim == Victim.Server || act == Story.Acts[(int)victim - 1];

    private async Task Killed(Victim victim)
    {
        var random = new Random(Seed + (int)victim);
        await using var installation = await Installation.Start(await undisturbed.Folder.Copy(), victim, undisturbed.Clock);
        var story = undisturbed.StoryOf(installation);
        output.WriteLine($"{victim}: seed {Seed + (int)victim}");
        for (var round = 0; round < Rounds; round++)
            foreach (var act in Story.Acts)
            {
                if (!IsKilled(victim, act))
                {
                    await story.Tell(round, act);
                    continue;
                }

                var (share, begun) = (random.NextDouble(), await Progress(installation.Folder, act));
                var telling = Task.Run(() => story.Tell(round, act));
                while (!telling.IsCompleted && await Progress(installation.Folder, act) - begun < share * undisturbed.Steps[(round, act)])
                    await Task.Delay(5);
                await Task.Delay(random.Next(Jitter));
                var inTheMiddle = !telling.IsCompleted;
                await installation.Kill();
                await installation.StartAgain();
                var again = Stopwatch.StartNew();
                await telling;
                await installation.UntilUpToDate();
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}, {act}: killed at {share:0.000}{(inTheMiddle ? "" : " (it had just ended)")}, whole again {again.Elapsed.TotalSeconds:0.0} s after the start"
                    )
                );
            }

        (await Told.Of(installation.Folder.Connection)).ShouldBe(undisturbed.Told);
    }

    /// <summary>
    /// A folder with a season and its people, from which every run starts, and what a run of the story without a kill comes to.
    /// </summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        private string root = "",
            eve = "";

        public DataFolder Folder { get; } = new();

        public TimeSpan Clock { get; } = Given.InWindow - TimeProvider.System.GetUtcNow();

        public Told Told { get; private set; } = null!;

        /// <summary>How many steps each act has.</summary>
        public Dictionary<(int Round, string Act), long> Steps { get; } = [];

        public Story StoryOf(Installation installation) => new(new(() => installation.Server, root), new(() => installation.Server, eve));

        public async ValueTask InitializeAsync()
        {
            // Not disposed: its folder is the fixture's.
            var first = await Installation.Start(Folder, Victim.Server, Clock);
            var tokens = await Task.WhenAll(Token("root", "admin,organiser,reviewer"), Token("Eve", "reviewer"));
            (root, eve) = (tokens[0], tokens[1]);
            var admin = first.Server.With(root);
            (await admin.Post("tournaments", new { slug = "t", name = "Test" })).Ok();
            (await admin.Post("tournaments/t/seasons", Given.Season(reviewers: 2))).Ok();
            // The analysts are there before: a sum over them in the order of their ids is then the same in every run to the last digit.
            foreach (var file in (string[])[Story.ClaimFile(-1), Story.ForecastFile(-1, 1)])
                ((int)(await admin.Import(file, "?createAnalysts=true")).Ok()["accepted"]!).ShouldBeGreaterThan(0);
            await first.UntilUpToDate();
            await first.Rest();

            await using var run = await Installation.Start(await Folder.Copy(), Victim.Server, Clock);
            var story = StoryOf(run);
            for (var round = 0; round < Rounds; round++)
                foreach (var act in Story.Acts)
                {
                    var begun = await Progress(run.Folder, act);
                    await story.Tell(round, act);
                    Steps[(round, act)] = await Progress(run.Folder, act) - begun;
                    await run.UntilUpToDate();
                }

            Told = await Told.Of(run.Folder.Connection);
            Told.Count("scores").ShouldBeGreaterThan(Rounds * 4 * Story.Analysts);
        }

        public ValueTask DisposeAsync() => Folder.DisposeAsync();

        private async Task<string> Token(string name, string roles)
        {
            var made = await ServerProcess.Run("tokens", "create", "--user", name, "--roles", roles, Folder.Option);
            made.Code.ShouldBe(0, made.Errors);
            return made.Output.Trim();
        }
    }
}
