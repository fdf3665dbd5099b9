using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.AtOnce;

/// <summary>Forms that are sent twice at the same moment, as a double click does, and by two people.</summary>
public sealed class DoubleClickTests(PrivatePostgres postgres)
{
    private static readonly (string, string)[] Verdict =
    [
        ("verdict", "yes"),
        ("reason", "The record says so."),
        ("decidedAt", "2024-12-31"),
    ];

    [Fact]
    public async Task A_first_forecast_that_is_sent_twice_is_filed_once()
    {
        await using var town = await Town.Start(postgres);
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        for (var round = 0; round < 10; round++)
        {
            var page = $"/predictions/{await Given.Filed(town.Ann)}";
            await Twice(bob, bob, r => r.Send(page, "Forecast", ("claim", "1"), ("probability", "70")));
            (await Events(town, "forecast.made.1")).ShouldBe(round + 1);
        }
    }

    [Fact]
    public async Task First_pieces_of_evidence_of_two_people_are_both_attached()
    {
        await using var town = await Town.Start(postgres);
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        using var eve = await Reader.SignedIn(town.Server, "Eve");
        for (var round = 1; round <= 10; round++)
        {
            var page = $"/predictions/{await Given.Filed(town.Ann)}";
            await Twice(
                bob,
                eve,
                r =>
                    r.Send(
                        page,
                        "Evidence",
                        ("form", r == bob ? "one" + page : "other" + page),
                        ("occurredOn", "2024-05-01"),
                        ("text", "Fact"),
                        ("source", "Paper")
                    )
            );
            (await Events(town, "evidence.attached.1")).ShouldBe(2 * round);
        }
    }

    [Fact]
    public async Task First_verdicts_of_two_people_settle_the_claim()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var id = await Given.Filed(town.Ann);
        await town.SetClock(Given.InWindow);
        using var eve = await Reader.SignedIn(town.Server, "Eve");
        using var rob = await Reader.SignedIn(town.Server, "Rob");
        await Twice(eve, rob, r => r.Send($"/predictions/{id}", "Verdict", [("claim", "1"), .. Verdict]));
        (await Events(town, "review.settled.1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_verdict_that_is_sent_twice_is_given_once()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var id = await Given.Filed(town.Ann);
        await town.SetClock(Given.InWindow);
        using var eve = await Reader.SignedIn(town.Server, "Eve");
        await Twice(eve, eve, r => r.Send($"/predictions/{id}", "Verdict", [("claim", "1"), .. Verdict]));
        (await Events(town, "review.verdict-given.1")).ShouldBe(1);
    }

    private static Task<long> Events(Town town, string type) =>
        town.Server.Scalar<long>($"select count(*) from forecasts.mt_events where type = '{type}'");

    private static async Task Twice(Reader one, Reader other, Func<Reader, Task<HttpResponseMessage>> send)
    {
        foreach (var answer in await Task.WhenAll(send(one), send(other)))
            using (answer)
                answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, "a form that was taken leads on");
    }
}
