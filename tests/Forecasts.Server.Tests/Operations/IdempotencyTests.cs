using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

public sealed class IdempotencyTests(Town town) : IClassFixture<Town>
{
    private const string Predictions = "seasons/t/2024/predictions";

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_one_event()
    {
        var first = await town.Adds(1, () => town.Ann.Post(Predictions, Given.Prediction(), "once"));
        var again = await town.Adds(0, () => town.Ann.Post(Predictions, Given.Prediction(), "once"));
        again.Status.ShouldBe(first.Status);
        again.Body!.ToJsonString().ShouldBe(first.Body!.ToJsonString());
        (again.Tag, again.Headers.Location).ShouldBe((first.Tag, first.Headers.Location));
        var other = await town.Adds(1, () => town.Bob.Post(Predictions, Given.Prediction(), "once"));
        ((string)other.Body!["id"]!).ShouldNotBe((string)first.Body["id"]!, "a key is its sender's own");
    }

    [Fact]
    public async Task A_key_is_for_one_address()
    {
        var id = (string)(await town.Ann.Post(Predictions, Given.Prediction(), "address")).Ok()["id"]!;
        await town.Refuses(
            422,
            "idempotency.reused",
            () =>
                town.Ann.Post(
                    $"predictions/{id}/evidence",
                    new
                    {
                        occurredOn = "2024-05-01",
                        text = "T",
                        source = "S",
                    },
                    "address"
                )
        );
        await town.Refuses(422, "idempotency.key", () => town.Ann.Post(Predictions, Given.Prediction(), new string('k', 201)));
    }

    [Fact]
    public async Task A_key_is_for_one_body()
    {
        await town.Adds(1, () => town.Ann.Post(Predictions, Given.Prediction(), "body"));
        await town.Refuses(422, "idempotency.reused", () => town.Ann.Post(Predictions, Given.Prediction("binary", "binary"), "body"));
        await town.Adds(0, () => town.Ann.Post(Predictions, Given.Prediction(), "body"));
    }

    [Fact]
    public async Task A_refusal_is_not_kept_for_its_reason_may_pass()
    {
        await town.Refuses(422, "prediction.claims", () => town.Ann.Post(Predictions, Empty, "refused"));
        await town.Adds(1, () => town.Ann.Post(Predictions, Given.Prediction(), "refused"));
        await town.Refuses(400, "json.invalid", () => town.Ann.Post(Predictions, new { }, "unread"));
        await town.Adds(1, () => town.Ann.Post(Predictions, Given.Prediction(), "unread"));
    }

    [Fact]
    public async Task An_answer_is_given_again_only_to_whom_it_would_be_given_now()
    {
        var people = (await town.Admin.Get("tournaments/t/people")).Ok()["items"]!.AsArray();
        object[] now = [.. people.Select(p => Town.Role((string)p!["name"]!, [.. p["roles"]!.AsArray().Select(r => (string)r!)]))];
        object[] without =
        [
            .. people
                .Where(p => (string)p!["name"]! != "Bob")
                .Select(p => Town.Role((string)p!["name"]!, [.. p["roles"]!.AsArray().Select(r => (string)r!)])),
        ];
        await town.Adds(1, () => town.Bob.Post(Predictions, Given.Prediction(), "role"));
        (await town.Admin.Put("tournaments/t/people", without)).Ok();
        await town.Refuses(404, "season.unknown", () => town.Bob.Post(Predictions, Given.Prediction(), "role"));
        (await town.Admin.Put("tournaments/t/people", now)).Ok();
        (await town.Adds(0, () => town.Bob.Post(Predictions, Given.Prediction(), "role"))).Code.ShouldBe(
            200,
            "what was stored is met again"
        );
    }

    [Fact]
    public async Task Of_many_at_once_one_takes_effect()
    {
        var before = await town.Events();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => town.Ann.Post(Predictions, Given.Prediction(), "many")));
        (await town.Events() - before).ShouldBe(1);
        answers.ShouldAllBe(a => a.Code == 201 || a.Problem == "idempotency.in-progress");
        answers.Where(a => a.Code == 201).Select(a => (string)a.Body!["id"]!).Distinct().Count().ShouldBe(1);
    }

    /// <summary>What kill -9 leaves: a key that is worked on by nobody.</summary>
    [Fact]
    public async Task A_key_that_a_crash_left_in_progress_is_taken_over_soon()
    {
        await town.Adds(1, () => town.Ann.Post(Predictions, Given.Prediction(), "left"));
        var key = await town.Server.Scalar<string>("select key from forecasts.idempotency order by at desc limit 1");
        Task<string> Left(int secondsAgo) =>
            town.Server.Scalar<string>(
                $"update forecasts.idempotency set status = null, headers = null, body = null, at = now() - interval '{secondsAgo} s' where key = '{key}' returning key"
            );
        await Left(secondsAgo: 5);
        await town.Refuses(409, "idempotency.in-progress", () => town.Ann.Post(Predictions, Given.Prediction(), "left"));
        await Left(secondsAgo: 11);
        (await town.Adds(0, () => town.Ann.Post(Predictions, Given.Prediction(), "left"))).Code.ShouldBe(
            200,
            "what was stored before the crash is met again"
        );
        (await town.Adds(0, () => town.Ann.Post(Predictions, Given.Prediction(), "left"))).Code.ShouldBe(200, "and the answer is kept now");
    }

    private static readonly object Empty = new
    {
        theme = "general",
        title = "T",
        coreJudgement = "J",
        claims = Array.Empty<object>(),
    };
}
