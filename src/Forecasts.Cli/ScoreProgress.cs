using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>Reading and scoring, with a bar on standard error where a person watches.</summary>
public static class ScoreProgress
{
    /// <summary>Reads the file.</summary>
    public static ScoreRows Read(Output output, FileInfo file, Refusals refusals)
    {
        using var stream = OfflineFile.Open(file);
        return Show(output, "Reading", stream.Length, advance => ScoreFile.Read(stream, output.Note, advance, refusals));
    }

    /// <summary>
    /// Scores the groups one after the other. A table is written when all are done, anything else as it comes: then the bar would run into
    /// the text where both go to the same terminal, and is left out.
    /// </summary>
    public static IEnumerable<Scored> Score(Output output, ScoreRows rows, GroupBy by, int bins, ulong seed)
    {
        var scores = rows.By(by).Select(group => ScoreResult.Of(group, bins, seed));
        if (output.Format != Format.Table)
            return scores;
        return Show(
            output,
            "Scoring",
            rows.Groups(by),
            advance =>
            {
                var done = new List<Scored>();
                foreach (var score in scores)
                {
                    done.Add(score);
                    advance(done.Count);
                }

                return done;
            }
        );
    }

    /// <summary>Runs a piece of work with a bar, or without one where nobody watches.</summary>
    /// <param name="work">It tells how much of the size is behind it.</param>
    public static T Show<T>(Output output, string what, long size, Func<Action<long>, T> work) =>
        output.Progress is { } terminal
            ? terminal
                .Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(bar =>
                {
                    var task = bar.AddTask(what, maxValue: Math.Max(1, size));
                    return work(done => task.Value = done);
                })
            : work(_ => { });
}
