using System.Text;
using System.Text.Json;

namespace Forecasts.Cli.Tests;

/// <summary>Files as spreadsheets and other programs write them are read as they are, or the cause is named.</summary>
public sealed class DialectTests : IDisposable
{
    private const string Plain = Offline.Header + "\nann,q1,0.3,1\nann,q2,0.7,0\n";
    private readonly Offline files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("forecaster;question;probability;outcome\nann;q1;0,3;1\nann;q2;0,7;0\n")]
    [InlineData("forecaster;question;probability;outcome\nann;q1;30 %;1\nann;q2;0.7;0\n")]
    [InlineData("forecaster\tquestion\tprobability\toutcome\nann\tq1\t0,3\t1\nann\tq2\t0.7\t0\n")]
    [InlineData("forecaster|question|probability|outcome\nann|q1|0.3|1\nann|q2|0.7|0\n")]
    [InlineData("sep=;\nforecaster;question;probability;outcome\nann;q1;0,3;1\nann;q2;0,7;0\n")]
    [InlineData("SEP=,\r\nforecaster,question,probability,outcome\r\nann,q1,0.3,1\r\nann,q2,0.7,0\r\n")]
    [InlineData("\uFEFFsep=\t\nforecaster\tquestion\tprobability\toutcome\nann\tq1\t0,3\t1\nann\tq2\t0,7\t0\n")]
    [InlineData("Forecaster,QUESTION, Probability ,Outcome\nann,q1,0.3,1\nann,q2,0.7,0\n")]
    [InlineData(
        "\n\n\"forecaster\";\"question\";\"probability\";\"outcome\"\n\"ann\";\"q1\";\"0,3\";\"1\"\n\"ann\";\"q2\";\"0,7\";\"0\"\n"
    )]
    [InlineData("forecaster,question,probability,outcome\nann,q1,0.3,1\n,,,\nann,q2,0.7,0\n , ,\t,\n,,,\n\n,,,,,,,\n")]
    public async Task A_file_of_another_dialect_has_the_same_scores(string file) => await Same(Encoding.UTF8.GetBytes(file));

    [Fact]
    public async Task UTF_16_with_its_mark_is_read()
    {
        foreach (var encoding in (Encoding[])[new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)])
        foreach (var file in (string[])[Plain, Plain.Replace(',', '\t'), "sep=;\r\n" + Plain.Replace(',', ';').Replace('.', ',')])
            await Same([.. encoding.GetPreamble(), .. encoding.GetBytes(file)]);
    }

    [Fact]
    public async Task A_tournament_in_UTF_16_is_read_and_a_broken_one_named()
    {
        var json = Offline.Questions(Offline.Question("气候"));
        foreach (var encoding in (Encoding[])[new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)])
        {
            var typed = await files.Tournament([.. encoding.GetPreamble(), .. encoding.GetBytes(json)], "--format", "csv");
            (typed.ExitCode, typed.Error).ShouldBe((0, ""));
            typed.Lines[1].ShouldStartWith("气候,ann,");
        }

        var broken = await files.Tournament([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]);
        (broken.ExitCode, broken.Error.TrimEnd()).ShouldBe((2, "The file begins with the mark of UTF-16, and is not UTF-16 text."));
    }

    [Theory]
    [InlineData("Made At", "MADE-AT")]
    [InlineData("madeAt", "made_at")]
    public async Task A_heading_may_be_written_in_several_ways_but_not_twice(string one, string two)
    {
        (
            await files.Score($"{Offline.Header},{one}\nann,q1,0.9,1,2026-02-01\nann,q1,0.1,1,2026-01-01\n", "--format", "csv")
        ).Error.ShouldBeEmpty();
        (await files.Score($"{Offline.Header},{one},{two}\nann,q1,0.9,1,2026-02-01,2026-02-01\n"))
            .Error.TrimEnd()
            .ShouldBe("Line 1: the column made_at is named twice.");
    }

    [Theory]
    [InlineData(
        "forecaster,question,probability,outcome\nann,q1,\"0,3\",1\n",
        "Line 2, column probability: '0,3' was found, a number within 0 and 1 was expected."
    )]
    [InlineData(
        "forecaster;question;probability;outcome\nann;q1;1.000,5;1\n",
        "Line 2, column probability: '1.000,5' was found, a number within 0 and 1 was expected."
    )]
    [InlineData(
        "sep=;\nforecaster;question;probability;outcome\nann;q1;2;1\n",
        "Line 3, column probability: '2' was found, a number within 0 and 1 was expected."
    )]
    [InlineData(
        "who;what\nann;q1\n",
        "Line 1: the column forecaster is missing; found who,what (separated by ';'), expected forecaster,question,probability,outcome and, if wanted, theme,weight,cluster,made_at."
    )]
    public async Task What_cannot_be_read_is_named_with_its_true_cause(string file, string reason)
    {
        var typed = await files.Score(file);
        (typed.ExitCode, typed.Out, typed.Error.TrimEnd()).ShouldBe((2, "", reason));
    }

    [Theory]
    [InlineData(
        "Question title,Multiple choice option,Forecast created by,Forecast (scale = 0-1),Forecast created at,Resolution",
        "It looks like a file of Fatebook",
        "rename Question title to question, Forecast created by to forecaster"
    )]
    [InlineData(
        "ifp_id,ctt,cond,training,team,user_id,forecast_id,fcast_type,answer_option,value,fcast_date,expertise,q_status,timestamp,year",
        "It looks like a file of the Good Judgment Project",
        "rename ifp_id to question, user_id to forecaster"
    )]
    [InlineData(
        "Question ID,Forecaster ID,Forecaster Username,Start Time,End Time,Forecaster Count,Probability Yes",
        "It looks like a file of Metaculus",
        "rename Question ID to question"
    )]
    public async Task A_file_of_another_platform_is_recognised(string header, string platform, string advice)
    {
        var typed = await files.Score(header + "\n");
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldContain(platform);
        typed.Error.ShouldContain(advice);
    }

    private async Task Same(byte[] file)
    {
        var typed = await files.Score(file, "--format", "json");
        (typed.ExitCode, typed.Error).ShouldBe((0, ""), Encoding.UTF8.GetString(file));
        var score = JsonDocument.Parse(typed.Out).RootElement[0];
        (score.GetProperty("n").GetInt32(), Math.Round(score.GetProperty("brier").GetDouble(), 12)).ShouldBe((2, 0.49));
    }
}
