using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>A live season with a claim of every kind: random beliefs, revisions, withdrawals, options that come, verdicts.</summary>
public sealed class KindSeasonTests(PrivatePostgres postgres)
{
    private static readonly string[] People = ["Ann", "Bob", "Cyd", "Dan"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Its_scores_are_those_of_score_tournament_and_the_same_made_anew_to_the_last_digit(int seed)
    {
        var random = new Random(seed);
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"));
        var id = (string)(await town.Ann.Post("seasons/t/2024/predictions", EveryKind.Prediction())).Ok()["id"]!;
        var people = new List<Api>();
        foreach (var name in People)
            people.Add(await town.Server.As(name, RoleName.Analyst));
        for (var round = 0; round < 3; round++)
        {
            await town.SetClock(Given.MidYear.AddDays((50 * round) + random.Next(10)));
            foreach (var person in people)
            {
                var claims = (await person.Get($"predictions/{id}")).Ok()["claims"]!.AsArray();
                foreach (var (n, kind) in EveryKind.All.Index())
                {
                    var path = $"predictions/{id}/claims/{n + 1}/forecast";
                    if (random.Next(4) == 0)
                        (await person.Delete(path)).Ok();
                    else
                        (await person.SendJson(HttpMethod.Put, path, kind.Random(random, KindOf(claims[n]!)))).Ok();
                }
            }

            foreach (var (n, _) in EveryKind.All.Index().Where(k => k.Item.Kind is ChoiceClaim))
                await town.AddOption(id, n + 1, $"option {round}");
        }

        await town.SetClock(Given.InWindow);
        foreach (var (n, kind) in EveryKind.All.Index())
            (
                await town.Eve.Post(
                    $"predictions/{id}/claims/{n + 1}/verdicts",
                    Given.Verdict(kind.Kind is ChoiceClaim && seed == 1 ? "option 1" : kind.Outcome, "2024-12-20")
                )
            ).Ok();
        await town.Server.UntilScored("t/2024");
        await town.Server.ScoresAreThoseOfScoreTournament(EveryKind.All.Count, 1);
        (
            await town.Server.Scalar<double>(
                "select coalesce(max(abs(s)), 0) from (select sum(peer) as s from forecasts.scores where not crowd group by claim) p"
            )
        ).ShouldBe(0, 1e-9);
        await town.Server.IsTheSameMadeAnew();
    }

    private static ClaimKind KindOf(JsonNode claim) =>
        claim["type"] is { } type && (string)type! is "choice" or "ordered"
            ? new ChoiceClaim(
                [.. claim["options"]!.AsArray().Select(o => new ClaimOption(o is JsonValue ? (string)o! : (string)o!["name"]!))],
                (string)type! == "ordered"
            )
            : EveryKind.All.Single(k => k.Name == Named(claim)).Kind;

    // The statement is the same for all: a number is told by its scale and step.
    private static string Named(JsonNode claim) =>
        (string)claim["type"]! switch
        {
            "number" => claim["step"] is not null ? "discrete"
            : claim["scale"] is not null ? "log"
            : "number",
            var type => type,
        };
}
