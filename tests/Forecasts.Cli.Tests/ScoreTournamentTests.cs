using System.Globalization;
using System.Text.Json;

namespace Forecasts.Cli.Tests;

public sealed class ScoreTournamentTests : IDisposable
{
    private const string Ten =
        """ "opens":"2026-01-01T00:00:00Z","scheduledClose":"2026-01-11T00:00:00Z","closes":"2026-01-11T00:00:00Z" """;

    private const string File = $$"""
        {"comment": [1, {"a": null}], "questions": [
          {"id": "q1", "type": "binary", {{Ten}}, "spot": "2026-01-03T00:00:00Z", "outcome": true, "forecasts": [
            {"forecaster": "ann", "start": "2026-01-01T00:00:00Z", "probability": 0.8},
            {"forecaster": "bob", "start": "2026-01-01T01:00:00+01:00", "pmf": [0.6, 0.4]},
            {"forecaster": "cyd", "start": "2026-01-06T00:00:00Z", "end": "2026-01-08T00:00:00Z", "probability": 0}]},
          {"forecasts": [
            {"forecaster": "ann", "start": "2026-01-01T00:00:00Z", "pmf": [0.5, null, 0.5]},
            {"forecaster": "bob", "start": "2026-01-01T00:00:00Z", "pmf": [0.25, 0.5, 0.25]}],
           "options": ["a", "b", "other"], "id": "q2", "type": "choice", {{Ten}}, "outcome": 1},
          {"id": "q3", "type": "number", "openBounds": 2, {{Ten}}, "outcome": 2, "forecasts": [{"forecaster": "安", "start": "2026-01-01T00:00:00Z", "pmf": [0.05, 0.3, 0.6, 0.05]}]},
          {"id": "q4", "type": "three", {{Ten}}, "outcome": 1, "forecasts": [{"forecaster": "ann", "start": "2026-01-01T00:00:00Z", "pmf": [0.25, 0.5, 0.25]}]},
          {"id": "q5", "type": "expected", {{Ten}}, "outcome": 0.5, "forecasts": [{"forecaster": "ann", "start": "2026-01-01T00:00:00Z", "probability": 0.5}]},
          {"id": "q6", "type": "binary", "opens": "2026-01-01T00:00:00Z", "scheduledClose": "2026-01-11T00:00:00Z", "closes": "2026-01-01T00:00:00Z", "outcome": false, "forecasts": []}
        ]}
        """;

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => System.IO.File.Delete(path);

    private async Task<Typed> Score(string json, params string[] options)
    {
        await System.IO.File.WriteAllTextAsync(path, json);
        return await Typed.With([], ["score-tournament", path, .. options]);
    }

    [Fact]
    public async Task JSON_holds_every_score_with_every_digit()
    {
        var typed = await Score(File, "--format", "json");
        (typed.ExitCode, typed.Error).ShouldBe((0, ""));
        var questions = JsonDocument.Parse(typed.Out).RootElement.GetProperty("questions").EnumerateArray().ToList();
        questions.Select(q => q.GetProperty("id").GetString()).ShouldBe(["q1", "q2", "q3", "q4", "q5", "q6"]);

        var first = questions[0].GetProperty("forecasters").EnumerateArray().ToDictionary(f => f.GetProperty("forecaster").GetString()!);
        first.Keys.ShouldBe(["ann", "bob", "cyd"]);
        first["ann"]
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(["forecaster", "baseline", "peer", "relativeBrier", "coverage", "spotBaseline", "spotPeer"]);
        Number(first["ann"], "baseline").ShouldBe(100 * Math.Log(1.6) / Math.Log(2), 1e-12);
        Number(first["ann"], "spotPeer").ShouldBe(100 * Math.Log(2), 1e-12);
        Number(first["cyd"], "coverage").ShouldBe(0.2, 1e-15);
        first["cyd"].GetProperty("spotPeer").ValueKind.ShouldBe(JsonValueKind.Null);
        first.Values.Sum(f => Number(f, "peer")).ShouldBe(0, 1e-9);

        Number(questions[1].GetProperty("forecasters")[0], "baseline")
            .ShouldBe(0, 1e-12, "the option that came was not open: other is read, one of two");
        questions[2].GetProperty("forecasters")[0].GetProperty("relativeBrier").ValueKind.ShouldBe(JsonValueKind.Null);
        Number(questions[2].GetProperty("forecasters")[0], "baseline").ShouldBe(50 * Math.Log(0.6 / 0.45), 1e-12);
        Number(questions[3].GetProperty("forecasters")[0], "baseline").ShouldBe(100 * Math.Log(1.5) / Math.Log(3), 1e-12);
        Number(questions[4].GetProperty("forecasters")[0], "baseline").ShouldBe(0, 1e-12);
        questions[5].GetProperty("forecasters").GetArrayLength().ShouldBe(0, "decided as it opened");
    }

    [Fact]
    public async Task Crowds_are_step_functions()
    {
        var crowd = JsonDocument
            .Parse((await Score(File, "--format", "json")).Out)
            .RootElement.GetProperty("questions")[0]
            .GetProperty("crowd");
        var unweighted = crowd.GetProperty("unweighted").EnumerateArray().ToList();
        unweighted
            .Select(s => s.GetProperty("from").GetString())
            .ShouldBe(["2026-01-01T00:00:00Z", "2026-01-06T00:00:00Z", "2026-01-08T00:00:00Z"]);
        unweighted.Select(s => s.GetProperty("pmf")[1].GetDouble()).ShouldBe([0.6, 0.4, 0.6], 1e-12);
        crowd.GetProperty("recencyWeighted").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task CSV_has_one_row_for_each_forecaster_of_each_question()
    {
        var lines = (await Score(File, "--format", "csv")).Lines;
        lines[0].ShouldBe("question,forecaster,baseline,peer,relative_brier,coverage,spot_baseline,spot_peer");
        lines.Length.ShouldBe(9);
        lines.Single(l => l.StartsWith("q1,cyd,", StringComparison.Ordinal)).ShouldEndWith(",0.2,,");
        lines.Single(l => l.StartsWith("q3,安,", StringComparison.Ordinal)).Split(',')[4].ShouldBeEmpty();
    }

    [Fact]
    public async Task The_table_is_for_reading()
    {
        var typed = await Score(File);
        typed.ExitCode.ShouldBe(0);
        foreach (
            var part in new[]
            {
                "q1",
                "Rel. Brier",
                "67.807",
                "crowd at the close, unweighted: 0.400 · 0.600",
                "floored at 0.001 (or 0.01/N a bucket): 1 of 3 forecasters",
                "Nobody is scored.",
            }
        )
            typed.Out.ShouldContain(part);
    }

    [Fact]
    public async Task A_file_without_questions_says_so_and_is_valid_in_every_format()
    {
        (await Score("""{"questions":[]}""")).Out.ShouldBe("No questions.\n");
        JsonDocument
            .Parse((await Score("""{"questions":[]}""", "--format", "json")).Out)
            .RootElement.GetProperty("questions")
            .GetArrayLength()
            .ShouldBe(0);
        (await Score("\uFEFF{\"questions\":[]}", "--format", "csv")).Lines.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(
        "\"probability\": 0.8",
        "\"probability\": 1.8",
        "line 3, column 75: questions[0].forecasts[0].probability: a number within 0 and 1 is expected, not 1.8"
    )]
    [InlineData(
        "\"probability\": 0.8",
        "\"probability\": \"high\"",
        "line 3, column 75: questions[0].forecasts[0].probability: a number within 0 and 1 is expected, not \"high\""
    )]
    [InlineData("[0.6, 0.4]", "[0.6, 0.5]", "line 4, column 72: questions[0].forecasts[1].pmf: a sum of 1 is expected, not 1.1")]
    [InlineData("[0.6, 0.4]", "[0.6, 0.2, 0.2]", "line 4, column 72: questions[0].forecasts[1].pmf: 2 entries are expected, not 3")]
    [InlineData("[0.5, null, 0.5]", "[0.5, 0.5, null]", "questions[1].forecasts[0].pmf[2]: a number within 0 and 1 is expected, not null")]
    [InlineData("[0.25, 0.5, 0.25]}],\n", "[0.5, 0.5]}],\n", "questions[1].forecasts[1].pmf: 3 entries are expected, not 2")]
    [InlineData(
        "\"outcome\": true",
        "\"outcome\": 2",
        "questions[0].outcome: one of yes, no, true, false, 1, 0, void, void:CODE, annulled, ambiguous, n/a, or nothing while it is open is expected, not 2"
    )]
    [InlineData(
        "\"outcome\": 0.5",
        "\"outcome\": 0.4",
        "questions[4].outcome: one of 0, 0.5, 1, inaccurate, half, accurate, void, void:CODE, annulled, ambiguous, n/a, or nothing while it is open is expected, not 0.4"
    )]
    [InlineData(
        "\"outcome\": 2",
        "\"outcome\": 4",
        "questions[2].outcome: one of the whole numbers within 0 and 3, void, void:CODE, annulled, ambiguous, n/a, or nothing while it is open is expected, not 4"
    )]
    [InlineData("\"openBounds\": 2", "\"openBounds\": 3", "questions[2].openBounds: a whole number within 0 and 2 is expected, not 3")]
    [InlineData("\"type\": \"three\", ", "", "questions[3].type: a text that is not empty is expected, and the field is missing")]
    [InlineData(
        "\"type\": \"three\"",
        "\"type\": \"four\"",
        "questions[3].type: one of binary, three, expected, choice, ordered, number, date is expected, not \"four\""
    )]
    [InlineData(
        "\"closes\": \"2026-01-01T00:00:00Z\"",
        "\"closes\": \"2025-12-01\"",
        "questions[5].closes: an instant with its offset, such as 2026-03-01T09:00:00Z, is expected, not \"2025-12-01\""
    )]
    [InlineData(
        "\"closes\": \"2026-01-01T00:00:00Z\"",
        "\"closes\": \"2027-12-01T00:00:00Z\"",
        "questions[5].closes: an instant no later than scheduledClose is expected"
    )]
    [InlineData(
        "\"end\": \"2026-01-08T00:00:00Z\"",
        "\"end\": \"2026-01-02T00:00:00Z\"",
        "questions[0].forecasts[2].end: an instant no earlier than start is expected"
    )]
    [InlineData("\"forecasts\": []", "\"forecasts\": {}", "questions[5].forecasts: an array is expected, not an object")]
    [InlineData("{\"forecaster\": \"cyd\"", "7, {\"forecaster\": \"cyd\"", "questions[0].forecasts[2]: an object is expected, not 7")]
    [InlineData("{\"id\": \"q3\"", "7, {\"id\": \"q3\"", "line 10, column 3: questions[2]: an object is expected.")]
    [InlineData("\"outcome\": true,", "\"outcome\": true", "the file is not valid JSON")]
    [InlineData("\n]}", "\n", "the file is not valid JSON")]
    [InlineData("\"questions\"", "\"claims\"", "the field \"questions\" is missing; it must be an array.")]
    public async Task A_mistake_is_named_with_its_place_and_nothing_is_written(string right, string wrong, string reason)
    {
        File.ShouldContain(right);
        foreach (var format in new[] { "json", "csv", "table" })
        {
            var typed = await Score(File.Replace(right, wrong, StringComparison.Ordinal), "--format", format);
            (typed.ExitCode, typed.Out).ShouldBe((2, ""));
            typed.Error.ShouldContain(reason);
            typed.Error.ShouldStartWith("line ");
            typed.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"questions\": {}}")]
    [InlineData("{\"questions\": []} x")]
    [InlineData("{\"questions\": [")]
    public async Task What_is_no_tournament_is_refused(string json)
    {
        var typed = await Score(json);
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldStartWith("line 1, column ");
    }

    [Fact]
    public async Task A_missing_file_is_refused()
    {
        var typed = await Typed.With([], "score-tournament", path + ".none");
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldStartWith("The file cannot be read: ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Progress_is_drawn_on_standard_error_and_only_when_somebody_watches(bool watched)
    {
        await System.IO.File.WriteAllTextAsync(path, File);
        var typed = await Typed.With([], watched, "score-tournament", path, "--format", "csv");
        typed.ExitCode.ShouldBe(0);
        typed.Error.Contains("Scoring").ShouldBe(watched);
    }

    [Fact]
    public async Task A_question_at_a_time_is_in_memory_and_long_ones_cross_every_block()
    {
        await using (var writer = new StreamWriter(path))
        {
            await writer.WriteAsync("{\"questions\":[");
            for (var q = 0; q < 300; q++)
            {
                await writer.WriteAsync(
                    $$"""{{(q > 0 ? "," : "")}}{"id":"q{{q}}","padding":"{{new string('x', 100_000)}}","type":"binary",{{Ten}},"outcome":true,"forecasts":[{"forecaster":"ann","start":"2026-01-01T00:00:00Z","probability":0.{{(q % 9) + 1}}}]}"""
                );
            }

            await writer.WriteAsync("]}");
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var typed = await Typed.With([], "score-tournament", path, "--format", "csv");
        typed.Lines.Length.ShouldBe(301);
        double.Parse(typed.Lines[8].Split(',')[2], CultureInfo.InvariantCulture).ShouldBe(100 * Math.Log(1.6) / Math.Log(2), 1e-12);
        // The buffer grows to twice a question and no further; what is parsed lives as long as its question.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(200_000_000);
    }

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();
}
