namespace Forecasts.Cli.Tests;

/// <summary>A file that says two things is refused, or scored with a remark where each may be meant; both places are named.</summary>
public sealed class ContradictionTests : IDisposable
{
    private readonly Offline files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("1", "0", "1", "0")]
    [InlineData("yes", "0", "1", "0")]
    [InlineData("0.5", "half", null, null)]
    [InlineData("YES", "1.0", null, null)]
    [InlineData("1", "void", "1", "void")]
    [InlineData("", "no", "open", "0")]
    public async Task A_question_with_two_outcomes_is_remarked(string first, string second, string? said, string? other)
    {
        var typed = await files.Score($"{Offline.Header}\nann,q1,0.9,{first}\nann,q2,0.9,1\nbob,q1,0.3,{second}\n");
        typed.ExitCode.ShouldBe(0);
        typed.Error.Contains($"Question q1 has outcome {said} in line 2 and {other} in line 4.\n").ShouldBe(said is not null, typed.Error);
        const string own = "1 row contradicts an earlier one of the same question; each row is scored by its own outcome.\n";
        typed.Error.Contains(own, StringComparison.Ordinal).ShouldBe(said is not null);
    }

    [Fact]
    public async Task A_row_that_gives_way_to_a_later_one_contradicts_as_well()
    {
        (await files.Score($"{Offline.Header}\nann,q1,0.9,1\nann,q1,0.3,0\n")).Error.ShouldContain(
            "Question q1 has outcome 1 in line 2 and 0 in line 3."
        );
        (await files.Score($"{Offline.Header},made_at\nann,q1,0.9,1,2026-02-01\nann,q1,0.3,0,2026-01-01\n")).Error.ShouldContain(
            "Question q1 has outcome 1 in line 2 and 0 in line 3."
        );
    }

    [Fact]
    public async Task Many_of_them_are_counted()
    {
        var rows = string.Concat(Enumerable.Range(0, 100).Select(n => $"f{n},q,0.5,{n % 2}\n"));
        var lines = (await files.Score(Offline.Header + "\n" + rows, "--format", "csv")).Error.TrimEnd().Split('\n');
        lines.Length.ShouldBe(6);
        lines[5].ShouldBe("50 rows contradict earlier ones of the same question; each row is scored by its own outcome.");
    }

    [Fact]
    public async Task A_forecaster_has_one_value_at_an_instant()
    {
        const string header = Offline.Header + ",made_at\n";
        const string first = header + "ann,q1,0.3,1,2026-01-01\n";
        var typed = await files.Score(first + "ann,q1,0.5,1,2026-01-02\nann,q1,0.9,1,2026-01-01T01:00:00+01:00\n");
        (typed.ExitCode, typed.Out, typed.Error.TrimEnd()).ShouldBe(
            (2, "", "Line 4, column made_at: ann has 0.3 for question q1 at that instant in line 2 and 0.9 in line 4.")
        );
        var twice = await files.Score(first + "bob,q1,0.9,1,2026-01-01\nann,q2,0.9,1,2026-01-01\nann,q1,30%,1,2026-01-01T00:00Z\n");
        twice.ExitCode.ShouldBe(0, "said twice is said once");
    }

    [Fact]
    public async Task Question_ids_are_given_once()
    {
        string[] questions = [Offline.Question("q1"), Offline.Question("q2"), Offline.Question("q1", "false")];
        var typed = await files.Tournament(Offline.Questions(questions));
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed
            .Error.TrimEnd()
            .ShouldBe(
                "line 4, column 7: questions[2].id: an id of its own is expected, not \"q1\" "
                    + "(the other one stands in line 2, column 7: questions[0].id)"
            );
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    public async Task A_doubled_id_is_one_also_where_one_of_the_two_is_void(string outcome) =>
        (await files.Tournament(Offline.Questions(Offline.Question("q1", outcome), Offline.Question("q1", "null")))).Error.ShouldContain(
            "questions[1].id: an id of its own is expected"
        );

    [Theory]
    [InlineData("true,\"outcome\":false")]
    [InlineData("true,\"outcome\":true")]
    [InlineData("true,\"type\":\"three\"")]
    public async Task A_field_is_given_once(string outcome)
    {
        var typed = await files.Tournament(Offline.Questions(Offline.Question("q0"), Offline.Question("q1", outcome)));
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldStartWith("line 3, column 1: questions[1]: every field once is expected: ");
    }

    [Fact]
    public async Task A_question_closes_after_it_opens()
    {
        const string opens = "\"opens\":\"2026-01-02T00:00:00Z\",\"scheduledClose\":\"2026-01-11T00:00:00Z\",\"closes\":";
        var typed = await files.Tournament(Offline.Questions(Offline.Question("q1", window: opens + "\"2026-01-01T00:00:00Z\"")));
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldContain(
            "questions[0].closes: an instant no earlier than opens is expected, not \"2026-01-01T00:00:00Z\" "
                + "(the other one stands in line 2, column 36: questions[0].opens)"
        );
        var at = await files.Tournament(Offline.Questions(Offline.Question("q1", window: opens + "\"2026-01-02T00:00:00Z\"")));
        at.Out.ShouldContain("Nobody is scored.");
    }

    [Fact]
    public async Task A_forecaster_starts_one_value_at_an_instant()
    {
        var other = Offline.Forecast("ann", "2026-01-01T01:00:00+01:00", "\"probability\":0.7");
        string[] said = [Offline.Forecast("ann"), Offline.Forecast("bob"), other];
        var typed = await files.Tournament(Offline.Questions(Offline.Question("q1", forecasts: string.Join(",", said))));
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldContain(
            "questions[0].forecasts[2]: another start, or the same value, is expected: ann starts with two values at one instant "
                + "(the other one stands in line 2, column "
        );
        typed.Error.ShouldContain(": questions[0].forecasts[0])");
        var twice = $"{Offline.Forecast("ann")},{Offline.Forecast("ann")}";
        (await files.Tournament(Offline.Questions(Offline.Question("q1", forecasts: twice)))).ExitCode.ShouldBe(0);
    }
}
