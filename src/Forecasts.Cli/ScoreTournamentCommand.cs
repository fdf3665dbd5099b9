using System.CommandLine;
using System.Text;

namespace Forecasts.Cli;

/// <summary><c>forecasts score-tournament FILE.json</c>: time-averaged and spot scores of everybody, and the crowd, question by question, without a server.</summary>
public static class ScoreTournamentCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<FileInfo>("FILE.json") { Description = "Questions with their outcomes and forecasts" };
        var format = new Option<string>("--format") { Description = "How the result is written", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var command = new Command("score-tournament", "Score the questions of a file (offline)") { file, format };
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = Enum.Parse<Format>(parsed.GetValue(format)!, ignoreCase: true);
            await Score(parsed.GetRequiredValue(file), wanted, surroundings, cancel);
            return ExitCode.Done;
        });
        return command;
    }

    // A mistake may stand in the last line, and then nothing may have been written: so the result waits in a temporary file.
    private static async Task Score(FileInfo file, Format format, Surroundings surroundings, CancellationToken cancel)
    {
        await using var waiting = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        await using (var writer = new StreamWriter(waiting, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true))
        {
            await using var opened = Open(file);
            _ = ScoreProgress.Show(new Output(surroundings, format, "en", null), "Scoring", opened.Length, progress =>
            {
                var result = new QuestionPage(new Output(surroundings with { Out = writer }, format, "en", null), writer);
                result.Begin();
                var questions = new QuestionFile(opened);
                while (questions.Next() is { } question)
                {
                    cancel.ThrowIfCancellationRequested();
                    result.Write(Result(question, questions));
                    progress(questions.BytesRead);
                }

                result.End();
                return opened.Length;
            });
        }

        waiting.Position = 0;
        using var reader = new StreamReader(waiting, Encoding.UTF8);
        var block = new char[32 * 1024];
        for (int read; (read = await reader.ReadAsync(block, cancel)) > 0;) await surroundings.Out.WriteAsync(block.AsMemory(0, read), cancel);
    }

    private static QuestionResult Result(RawQuestion raw, QuestionFile questions)
    {
        try
        {
            return QuestionResult.Of(Question.Read(raw.Json));
        }
        catch (FieldException wrong)
        {
            throw new FailureException($"{questions.Place(raw, JsonPlace.Offset(raw.Json.Span, wrong.Path))}: questions[{raw.Index}]{JsonPlace.Text(wrong.Path)}: {wrong.Message}", wrong);
        }
    }

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The file cannot be read: {cause.Message}", cause);
        }
    }
}
