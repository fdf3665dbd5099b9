using System.Diagnostics;
using System.Globalization;
using System.Text;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>Files of a real tournament's size with what goes wrong in them, here at a cheap size; <c>deploy/bench soak</c> gives the full one and prints the times.</summary>
public sealed class LargeImportTests(Town town) : IClassFixture<Town>
{
    private static readonly DateTimeOffset First = new(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_twentieth_of_bad_rows_is_reported_each_and_the_others_are_stored()
    {
        var rows = Soak.Times("FORECASTS_SOAK_ROWS", 6_000);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("bad"))).Ok();
        (string Line, string Code)[] bad =
        [
            ("t/2024,bad,1,Ann,2024-02-01,1.5", "forecast.out-of-range"), ("t/2024,nowhere,1,Ann,2024-02-01,0.5", "prediction.unknown"), ("t/2024,bad,1,Ann,2023-02-01,0.5", "forecast.before-opening"),
            ("t/2024,bad,1,\"Ann, or Bob\",2024-02-01", "csv.columns"), ("t/1999,bad,1,Ann,2024-02-01,0.5", "season.unknown"),
        ];
        string[] ends = ["\n", "\r\n", "\r"];
        var (file, refused) = (new StringBuilder(Files.ForecastsHeader), new List<string>());
        for (var n = 0; n < rows; n++)
        {
            var (line, code) = n % 20 == 7 ? bad[n / 20 % bad.Length] : (Files.Forecast("bad", $"P{n % 3_000}", At(n / 3_000), "0.4").TrimEnd(), "");
            file.Append(line).Append(ends[n % 3]);
            if (code.Length > 0) refused.Add($"{n + 2} {code}");
        }

        var import = await Timed("rows, a twentieth of them bad", rows, () => town.Admin.Import(file.ToString(), "?createAnalysts=true&wait=0"));
        import.Counts().ShouldBe($"{rows} {rows - refused.Count} 0 {refused.Count} done");
        (await town.Admin.Refused(import)).ShouldBe(refused);
        await Timed("rows undone", rows, async () => await Undone(await town.Admin.Post($"imports/{import.Body!["id"]}/undo?wait=0", null)));
    }

    [Fact]
    public async Task One_analyst_with_very_many_turns_on_one_claim()
    {
        var rows = Soak.Times("FORECASTS_SOAK_TURNS", 3_000);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("turns"))).Ok();
        var file = Files.ForecastsHeader + string.Concat(Enumerable.Range(0, rows).Select(n => Files.Forecast("turns", "Ann", At(n), n % 2 == 0 ? "0.4" : "0.6")));
        var import = await Timed("turns of one analyst on one claim", rows, () => town.Admin.Import(file, "?wait=0"));
        import.Counts().ShouldBe($"{rows} {rows} 0 0 done");
        await Timed("turns of one analyst undone", rows, async () => await Undone(await town.Admin.Post($"imports/{import.Body!["id"]}/undo?wait=0", null)));
    }

    private static string At(int minutes) => First.AddMinutes(minutes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<Answer> Undone(Answer asked)
    {
        asked.Ok();
        await Until.True(async () => (string?)(asked = await town.Admin.Get($"imports/{asked.Body!["id"]}")).Body!["state"] != "undoing", "it is taken back", 1_800);
        ((string?)asked.Body!["state"]).ShouldBe("undone");
        return asked;
    }

    private static async Task<Answer> Timed(string what, int number, Func<Task<Answer>> act)
    {
        var watch = Stopwatch.StartNew();
        var answer = await act();
        TestContext.Current.TestOutputHelper?.WriteLine($"{number} {what}: {watch.Elapsed.TotalSeconds:0.0} s");
        return answer;
    }
}
