using System.Text.Json;

namespace Forecasts.Cli.Tests;

/// <summary>Outcomes, probabilities and instants are read offline as the server's imports read them.</summary>
public sealed class OneVocabularyTests : IDisposable
{
    private readonly Offline files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("0.8", "1")]
    [InlineData("80%", "yes")]
    [InlineData("80 %", "YES")]
    [InlineData(".8", "True")]
    [InlineData("8e-1", "Accurate")]
    [InlineData("0.80", "100%")]
    public async Task A_row_says_the_same_in_many_words(string probability, string outcome)
    {
        var typed = await files.Score($"{Offline.Header}\nann,q1,{probability},{outcome}\nann,q2,0.5,no\n", "--format", "json");
        (typed.ExitCode, typed.Error).ShouldBe((0, ""));
        JsonDocument.Parse(typed.Out).RootElement[0].GetProperty("brier").GetDouble().ShouldBe((0.04 + 0.25) / 2, 1e-15);
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("2")]
    [InlineData("y")]
    [InlineData("NaN")]
    [InlineData("void:")]
    public async Task Another_outcome_is_refused_with_all_words(string outcome)
    {
        var typed = await files.Score($"{Offline.Header}\nann,q1,0.8,{outcome}\n");
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed
            .Error.TrimEnd()
            .ShouldBe(
                $"Line 2, column outcome: '{outcome}' was found, one of yes, no, true, false, 1, 0, inaccurate, half, accurate, "
                    + "a number within 0 and 1, void, void:CODE, annulled, ambiguous, n/a, or nothing while it is open was expected."
            );
        var question = await files.Tournament(Offline.Questions(Offline.Question("q", $"\"{outcome}\"")));
        question.Error.ShouldContain(
            "questions[0].outcome: one of yes, no, true, false, 1, 0, void, void:CODE, annulled, ambiguous, n/a, "
                + "or nothing while it is open is expected, not "
        );
    }

    [Fact]
    public async Task Rows_of_void_and_open_questions_are_named_and_not_scored()
    {
        const string rows = "ann,q1,0.8,yes\nann,q2,0.9,void\nbob,q2,0.9,Void\nann,q3,0.9,n/a\nann,q4,0.9,\n";
        var typed = await files.Score($"{Offline.Header}\n{rows}", "--format", "json");
        (typed.ExitCode, typed.Error.TrimEnd()).ShouldBe((0, "Not scored: 3 rows with a void outcome, 1 row without an outcome yet."));
        JsonDocument.Parse(typed.Out).RootElement[0].GetProperty("n").GetInt32().ShouldBe(1);
        var none = await files.Score($"{Offline.Header}\nann,q2,0.9,annulled\n");
        (none.ExitCode, none.Error.TrimEnd()).ShouldBe((2, "No row can be scored: 1 row with a void outcome."));
    }

    [Theory]
    [InlineData("2026-03-01 09:30:00.123456+00:00")]
    [InlineData("2026-03-01T10:30:00.123456789+0100")]
    [InlineData("2026-03-01t09:30:00z")]
    [InlineData("2026-03-01 09:30")]
    [InlineData("2026-03-01")]
    public async Task An_instant_is_read_in_many_forms(string time) =>
        (
            await files.Score($"{Offline.Header},made_at\nann,q1,0.8,1,{time}\nann,q1,0.3,1,2026-03-02\n", "--format", "csv")
        ).ExitCode.ShouldBe(0);

    [Theory]
    [InlineData("10/9/2022")]
    [InlineData("1.5")]
    [InlineData("Mar 5")]
    [InlineData("10:30")]
    [InlineData("44927")]
    [InlineData("5 March 2026")]
    [InlineData("2026-3-1")]
    public async Task A_time_that_could_mean_several_things_is_refused_by_both_commands(string time)
    {
        var typed = await files.Score($"{Offline.Header},made_at\nann,q1,0.8,1,{time}\n");
        (typed.ExitCode, typed.Out, typed.Error.TrimEnd()).ShouldBe(
            (
                2,
                "",
                $"Line 2, column made_at: '{time}' was found, a date or a time such as 2026-03-01 or 2026-03-01T09:30:00Z was expected."
            )
        );
        var question = await files.Tournament(Offline.Questions(Offline.Question("q", forecasts: Offline.Forecast("ann", time))));
        (question.ExitCode, question.Out).ShouldBe((2, ""));
        question.Error.ShouldContain(
            $"questions[0].forecasts[0].start: an instant with its offset, such as 2026-03-01T09:00:00Z, is expected, not \"{time}\""
        );
    }

    [Theory]
    [InlineData("binary", "true")]
    [InlineData("binary", "1")]
    [InlineData("binary", "\"YES\"")]
    [InlineData("binary", "\"1\"")]
    [InlineData("expected", "1")]
    [InlineData("expected", "\"Accurate\"")]
    public async Task A_question_takes_the_same_words(string type, string outcome)
    {
        var forecasts = Offline.Forecast("ann", "2026-01-01 01:00:00.000000000+0100", "\"probability\":\"80%\"");
        var typed = await files.Tournament(Offline.Questions(Offline.Question("q", outcome, type, forecasts)), "--format", "json");
        (typed.ExitCode, typed.Error).ShouldBe((0, ""));
        var question = JsonDocument.Parse(typed.Out).RootElement.GetProperty("questions")[0];
        question.GetProperty("forecasters")[0].GetProperty("baseline").GetDouble().ShouldBe(100 * Math.Log(1.6) / Math.Log(2), 1e-9);
    }

    [Fact]
    public async Task A_belief_in_several_values_takes_percentages_too()
    {
        var forecasts = Offline.Forecast("ann", value: "\"pmf\":[\"20%\",\"0.3\",0.5]");
        (
            await files.Tournament(Offline.Questions(Offline.Question("q", "\"Half\"", "three", forecasts)), "--format", "csv")
        ).Lines.Length.ShouldBe(2);
        var wrong = await files.Tournament(
            Offline.Questions(Offline.Question("q", "1", "three", forecasts.Replace("20%", "120%", StringComparison.Ordinal)))
        );
        wrong.Error.ShouldContain("questions[0].forecasts[0].pmf[0]: a number within 0 and 1 is expected, not \"120%\"");
    }

    [Theory]
    [InlineData("null", "void")]
    [InlineData("\"void\"", "void")]
    [InlineData("\"Void:organiser\"", "void")]
    [InlineData("\"annulled\"", "void")]
    [InlineData("\"ambiguous\"", "void")]
    [InlineData("\"N/A\"", "void")]
    [InlineData("\"\"", "open")]
    [InlineData("", "open")]
    public async Task A_void_or_open_question_is_listed_and_refuses_nothing_else(string outcome, string status)
    {
        (string, string)[] kinds =
        [
            ("binary", "[0.2,0.8]"),
            ("three", "[0.2,0.3,0.5]"),
            ("choice", "[0.5,0.5]"),
            ("number", "[0.1,0.8,0.1]"),
        ];
        foreach (var (type, pmf) in kinds)
        {
            var gone = Offline.Question("gone", outcome, type, Offline.Forecast("ann", value: $"\"pmf\":{pmf}"));
            var file = Offline.Questions(gone, Offline.Question("kept"));
            var json = await files.Tournament(file, "--format", "json");
            (json.ExitCode, json.Error).ShouldBe((0, ""), type);
            var questions = JsonDocument.Parse(json.Out).RootElement.GetProperty("questions");
            questions[0].GetProperty("status").GetString().ShouldBe(status);
            questions[0].GetProperty("forecasters").GetArrayLength().ShouldBe(0);
            questions[1].TryGetProperty("status", out _).ShouldBeFalse();
            questions[1].GetProperty("forecasters").GetArrayLength().ShouldBe(1);
            (await files.Tournament(file)).Out.ShouldContain($"gone\n{status}: nobody is scored.");
            var csv = await files.Tournament(file, "--format", "csv");
            (csv.ExitCode, csv.Lines.Length, csv.Error.TrimEnd()).ShouldBe((0, 2, $"Not scored: gone ({status})."));
        }
    }
}
