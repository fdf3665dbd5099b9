using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>
/// A whole tournament by the real road: imported, opened and closed by the job, judged, scored over RabbitMQ, read from the report.
/// </summary>
[Collection(OnRabbitMq.Name)]
public sealed class RealTournamentTests(PrivatePostgres postgres, RabbitBroker broker)
{
    [Fact]
    public async Task The_friends_tournament_of_2024_gives_its_published_Brier_scores()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("FORECASTS_DATA") ?? "", "friends-2024-tournament");
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, "questions.csv")),
            "FORECASTS_DATA names no folder with friends-2024-tournament."
        );
        string[][] Read(string file) =>
            [.. File.ReadAllLines(Path.Combine(folder, file)).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))];
        // The texts hold commas: the number comes first, the outcome last, and the category second.
        var questions = Read("questions.csv").Select(q => new Question(q[0], q[^1] == "1")).ToList();
        var forecasts = Read("forecasts.csv")
            .Select(f => new Forecast(f[0], f[1], double.Parse(f[2], CultureInfo.InvariantCulture)))
            .ToList();
        var published = Read("published_scores.csv").ToDictionary(p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture));
        questions.Count.ShouldBe(40);
        await RunTournament(questions, forecasts, published);
    }

    [Fact]
    public async Task A_made_up_tournament_gives_the_Brier_scores_that_a_plain_computation_gives()
    {
        var random = new Random(7);
        var questions = Enumerable
            .Range(0, 12)
            .Select(i => new Question(i.ToString(CultureInfo.InvariantCulture), random.Next(2) == 1))
            .ToList();
        var forecasts = (
            from f in Enumerable.Range(1, 5)
            from q in questions
            select new Forecast($"g{f}", q.Id, Math.Round(random.NextDouble(), 3))
        ).ToList();
        double Mean(Func<Question, double> p) => questions.Average(q => Math.Pow(p(q) - (q.Yes ? 1 : 0), 2));
        var expected = forecasts
            .GroupBy(f => f.Forecaster)
            .ToDictionary(g => g.Key, g => Mean(q => g.Single(f => f.Question == q.Id).Probability));
        expected["crowd_mean"] = Mean(q => forecasts.Where(f => f.Question == q.Id).Average(f => f.Probability));
        await RunTournament(questions, forecasts, expected);
    }

    private sealed record Question(string Id, bool Yes);

    private sealed record Forecast(string Forecaster, string Question, double Probability);

    private async Task RunTournament(
        IReadOnlyList<Question> questions,
        IReadOnlyList<Forecast> forecasts,
        IReadOnlyDictionary<string, double> expected
    )
    {
        await using var server = await RunningServer.Start(postgres, broker.Node.Uri, Given.MidYear);
        var admin = await Given.Tournament(server);
        var claims = new StringBuilder("season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due\n");
        foreach (var q in questions)
            claims.Append(
                CultureInfo.InvariantCulture,
                $"t/2024,general,q{q.Id},Question {q.Id},It comes true.,1,Question {q.Id} comes true.,binary,By the end of the year.,2024-12-31\n"
            );
        var beliefs = new StringBuilder("season,prediction,claim,analyst,made_at,probability\n");
        foreach (var f in forecasts)
            beliefs.Append(CultureInfo.InvariantCulture, $"t/2024,q{f.Question},1,{f.Forecaster},,{f.Probability:R}\n");
        Done((await admin.Import(claims.ToString())).Ok(), questions.Count);
        Done((await admin.Import(beliefs.ToString(), "?createAnalysts=true")).Ok(), forecasts.Count);

        server.SetClock(Given.InWindow);
        (await server.RunWindowJob()).ShouldBe(1);
        var judge = await server.As("Judge", RoleName.Reviewer);
        var predictions = (await judge.Get("seasons/t/2024/predictions?limit=200")).Ok()["items"]!.AsArray();
        foreach (var prediction in predictions)
        {
            var question = questions.Single(q => "q" + q.Id == (string)prediction!["key"]!);
            (
                await judge.Post(
                    $"predictions/{prediction!["id"]}/claims/1/verdicts",
                    new { verdict = question.Yes ? "yes" : "no", reason = "As it came out." }
                )
            ).Ok();
        }

        await server.UntilScored("t/2024");
        server.SetClock(Given.AfterWindow);
        await server.RunWindowJob();
        var report = (await admin.Post("seasons/t/2024/publish", new { })).Ok();
        var standings = report["standings"]!["items"]!.AsArray();
        standings.Count.ShouldBe(expected.Count - 1);
        foreach (var row in standings)
            ((double)row!["brier"]!).ShouldBe(expected[(string)row["name"]!], 1e-6, (string)row["name"]!);
        var crowd = report["standings"]!["crowds"]!.AsArray().Single(c => (string)c!["crowd"]! == "mean")!;
        ((double)crowd["brier"]!).ShouldBe(expected["crowd_mean"], 1e-6);
        ((int)report["counts"]!["settled"]!).ShouldBe(questions.Count);
        await server.IsTheSameMadeAnew();
    }

    private static void Done(JsonNode import, int rows)
    {
        ((string)import["state"]!).ShouldBe("done", import.ToJsonString());
        ((int)import["refused"]!).ShouldBe(0);
        ((int)import["accepted"]!).ShouldBe(rows);
    }
}
