using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace Forecasts.Cli;

/// <summary>
/// <c>forecasts score-tournament FILE.json</c>: time-averaged and spot scores of everybody, and the crowd, question by question, without a
/// server.
/// </summary>
public static class ScoreTournamentCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<FileInfo>("FILE.json") { Description = "Questions with their outcomes and forecasts" };
        var format = new Option<string>("--format") { Description = "How the result is written", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var refused = Refusals.Option();
        var command = new Command("score-tournament", "Score the questions of a file (offline)") { file, format, refused };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var wanted = Enum.Parse<Format>(parsed.GetValue(format)!, ignoreCase: true);
                using var refusals = new Refusals("questions", parsed.GetValue(refused), parsed.GetRequiredValue(file));
                await Score(parsed.GetRequiredValue(file), wanted, refusals, surroundings, cancel);
                return ExitCode.Done;
            }
        );
        return command;
    }

    // A mistake may stand in the last line, and then nothing may have been written: so the result waits in a temporary file.
    private static async Task Score(FileInfo file, Format format, Refusals refusals, Surroundings surroundings, CancellationToken cancel)
    {
        await using var waiting = OfflineFile.Temporary();
        await using (
            var writer = new StreamWriter(waiting, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true)
        )
        {
            await using var opened = OfflineFile.Open(file);
            _ = ScoreProgress.Show(
                new Output(surroundings, format, "en", null),
                "Scoring",
                opened.Length,
                progress =>
                {
                    var result = new QuestionPage(new Output(surroundings with { Out = writer }, format, "en", null), writer);
                    result.Begin();
                    var (questions, ids) = (new QuestionFile(opened), new Dictionary<string, string>(StringComparer.Ordinal));
                    while (questions.Next() is { } question)
                    {
                        cancel.ThrowIfCancellationRequested();
                        if (Result(question, questions, ids, refusals) is { } scored)
                            result.Write(scored);
                        progress(questions.BytesRead);
                    }

                    refusals.ThrowIfAny();
                    result.End();
                    return opened.Length;
                }
            );
        }

        waiting.Position = 0;
        using var reader = new StreamReader(waiting, Encoding.UTF8);
        var block = new char[32 * 1024];
        for (int read; (read = await reader.ReadAsync(block, cancel)) > 0; )
            await surroundings.Out.WriteAsync(block.AsMemory(0, read), cancel);
    }

    private static QuestionResult? Result(RawQuestion raw, QuestionFile questions, Dictionary<string, string> ids, Refusals refusals)
    {
        try
        {
            var question = Question.Read(raw.Json);
            var place = Place(["id"]);
            if (ids.TryAdd(question.Id, place))
                return QuestionResult.Of(question);
            var id = JsonSerializer.Serialize(question.Id, Json.Writing(null));
            Refuse(["id"], "question.duplicate", $"an id of its own is expected, not {id} (the other one stands in {ids[question.Id]})");
        }
        catch (FieldException wrong)
        {
            var also = wrong.Other is { } other ? $" (the other one stands in {Place(other)})" : "";
            Refuse(wrong.Path, wrong.Code, wrong.Message + also);
        }
        catch (JsonException twice)
        {
            Refuse([], "field.twice", $"every field once is expected: {twice.Message.Split(" Path:", StringSplitOptions.None)[0]}");
        }

        return null;

        string Field(IReadOnlyList<object> path) => $"questions[{raw.Index}]{JsonPlace.Text(path)}";

        (long Line, string Text) At(IReadOnlyList<object> path) => questions.Place(raw, JsonPlace.Offset(raw.Json.Span, path));

        string Place(IReadOnlyList<object> path) => $"{At(path).Text}: {Field(path)}";

        void Refuse(IReadOnlyList<object> path, string code, string message) =>
            refusals.Add(new(At(path).Line, code, $"{Place(path)}: ", message, Field(path)));
    }
}
