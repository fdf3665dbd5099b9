namespace Forecasts.Cli.Tests;

/// <summary>A file with many mistakes is told by their kinds: the first of each, how many, and all in a file if one is named.</summary>
public sealed class ManyRefusalsTests : IDisposable
{
    private readonly Offline files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task The_first_five_of_each_kind_are_shown_and_all_are_written()
    {
        var rows = Enumerable
            .Range(0, 1_000)
            .Select(n =>
                n == 500 ? $"ann,q{n},2,1"
                : n % 2 == 0 ? $"ann,q{n},0.5,perhaps"
                : $"ann,q{n},0.5,1"
            );
        var file = Offline.Header + "\n" + string.Join('\n', rows) + "\nann,short\n";
        var typed = await files.Score(file);
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        var lines = typed.Error.TrimEnd().Split('\n');
        lines.Length.ShouldBe(5 + 1 + 1 + 1 + 1);
        lines[..5].ShouldAllBe(l => l.Contains("column outcome: 'perhaps' was found"));
        lines[5].ShouldBe("outcome.unknown: 494 more of 499 rows; --refused FILE writes all of them.");
        lines[6].ShouldBe("Line 502, column probability: '2' was found, a number within 0 and 1 was expected.");
        lines[7].ShouldBe("Line 1002: 2 values; the header has 4.");
        lines[8].ShouldBe("501 rows are refused; nothing is scored.");

        var refused = files.Path("refused.csv");
        var again = await files.Score(file, "--refused", refused);
        (again.ExitCode, again.Error.TrimEnd().Split('\n')[5]).ShouldBe(
            (2, $"outcome.unknown: 494 more of 499 rows; all of them are in {refused}.")
        );
        var written = await File.ReadAllLinesAsync(refused, TestContext.Current.CancellationToken);
        written.Length.ShouldBe(502);
        written[0].ShouldBe("line,code,message,field");
        var unknown = written.Where(l => l.Contains(",outcome.unknown,\"'perhaps' was found, "));
        unknown.Count(l => l.EndsWith(",outcome", StringComparison.Ordinal)).ShouldBe(499);
        written[251].ShouldBe("502,forecast.out-of-range,\"'2' was found, a number within 0 and 1 was expected.\",probability");
        written[^1].ShouldBe("1002,csv.columns,2 values; the header has 4.,");
    }

    [Fact]
    public async Task Of_a_tournament_too()
    {
        const string day = "\"opens\":\"2026-01-01T00:00Z\",\"closes\":\"2026-01-02T00:00Z\",\"scheduledClose\":\"2026-01-02T00:00Z\"";
        var questions = Enumerable
            .Range(0, 40)
            .Select(n => Offline.Question($"q{n}", n % 2 == 0 ? "7" : "true", window: n == 39 ? "\"opens\":\"soon\"" : day));
        var refused = files.Path("refused.csv");
        var typed = await files.Tournament(Offline.Questions([.. questions]), "--refused", refused);
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        var lines = typed.Error.TrimEnd().Split('\n');
        lines.Length.ShouldBe(5 + 1 + 1 + 1);
        lines[5].ShouldBe($"outcome.unknown: 15 more of 20 questions; all of them are in {refused}.");
        lines[6].ShouldContain("questions[39].opens: an instant");
        lines[7].ShouldBe("21 questions are refused; nothing is scored.");
        var written = await File.ReadAllLinesAsync(refused, TestContext.Current.CancellationToken);
        written.Length.ShouldBe(22);
        written[1].ShouldStartWith("2,outcome.unknown,");
        written[1].ShouldEndWith(",questions[0].outcome");
        written[21].ShouldStartWith("41,time.unreadable,");
    }

    [Fact]
    public async Task A_file_without_a_mistake_leaves_a_header_alone_and_the_file_itself_is_never_written()
    {
        var refused = files.Path("refused.csv");
        (await files.Score(Offline.Header + "\nann,q1,0.5,1\n", "--format", "csv", "--refused", refused)).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(refused, TestContext.Current.CancellationToken)).ShouldBe("line,code,message,field\n");
        var same = await files.Score(Offline.Header + "\nann,q1,2,1\n", "--refused", files.Path("rows.csv"));
        (same.ExitCode, same.Error.TrimEnd()).ShouldBe((2, "--refused names the file that is read; name another one."));
        (await files.Score(Offline.Header + "\nann,q1,0.5,1\n", "--refused", files.Path("nowhere/at/all.csv"))).Error.ShouldStartWith(
            "The file cannot be written: "
        );
    }
}
