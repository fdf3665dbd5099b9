using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Forecasts.Domain.Forecasting;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>
/// Files of a real tournament's size with what goes wrong in them, here at a cheap size; <c>deploy/bench soak</c> gives the full one and
/// prints the times.
/// </summary>
public sealed class LargeImportTests(Town town) : IClassFixture<Town>
{
    private static readonly DateTimeOffset First = new(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_twentieth_of_bad_rows_is_reported_each_and_the_others_are_stored()
    {
        var rows = Soak.Times("FORECASTS_SOAK_ROWS", 4_000);
        (await town.Admin.Import(Files.ClaimsHeader + string.Concat(Enumerable.Range(0, 50).Select(n => Files.Claim($"bad{n}"))))).Ok();
        (string Line, string Code)[] bad =
        [
            ("t/2024,bad0,1,Ann,2024-02-01,1.5", "forecast.out-of-range"),
            ("t/2024,nowhere,1,Ann,2024-02-01,0.5", "prediction.unknown"),
            ("t/2024,bad0,1,Ann,2023-02-01,0.5", "forecast.before-opening"),
            ("t/2024,bad0,1,\"Ann, or Bob\",2024-02-01", "csv.columns"),
            ("t/1999,bad0,1,Ann,2024-02-01,0.5", "season.unknown"),
        ];
        string[] ends = ["\n", "\r\n", "\r"];
        var (file, refused) = (new StringBuilder(Files.ForecastsHeader), new List<string>());
        for (var n = 0; n < rows; n++)
        {
            var (line, code) =
                n % 20 == 7
                    ? bad[n / 20 % bad.Length]
                    : (Files.Forecast($"bad{n % 50}", $"P{n / 50 % 3_000}", At(n / 150_000), "0.4").TrimEnd(), "");
            file.Append(line).Append(ends[n % 3]);
            if (code.Length > 0)
                refused.Add($"{n + 2} {code}");
        }

        var import = await Timed(
            "rows, a twentieth of them bad",
            rows,
            () => town.Admin.Import(file.ToString(), "?createAnalysts=true&wait=0")
        );
        import.Counts().ShouldBe($"{rows} {rows - refused.Count} 0 {refused.Count} done");
        (await town.Admin.Refused(import)).ShouldBe(refused);
        await Timed(
            "rows undone",
            rows,
            async () => await Undone(await town.Admin.Post($"imports/{import.Body!["id"]}/undo?wait=0", null))
        );
    }

    [Fact]
    public async Task One_analyst_with_very_many_turns_on_one_claim()
    {
        var rows = Soak.Times("FORECASTS_SOAK_TURNS", 2_500);
        var kept = Math.Min(rows, Forecast.MostTurns);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("turns"))).Ok();
        var file =
            Files.ForecastsHeader
            + string.Concat(Enumerable.Range(0, rows).Select(n => Files.Forecast("turns", "Ann", At(n), n % 2 == 0 ? "0.4" : "0.6")));
        var import = await Timed("turns of one analyst on one claim", rows, () => town.Admin.Import(file, "?wait=0"));
        import.Counts().ShouldBe($"{rows} {kept} 0 {rows - kept} done");
        await Timed(
            "turns of one analyst undone",
            rows,
            async () => await Undone(await town.Admin.Post($"imports/{import.Body!["id"]}/undo?wait=0", null))
        );
    }

    [Fact]
    public async Task A_quote_left_open_far_down_ends_the_file_at_its_line_and_keeps_what_came_before()
    {
        const int Line = 2_500;
        var lines = Enumerable
            .Range(2, Line + 500)
            .Select(n =>
                n == Line
                    ? $"t/2024,general,open{n},\"A title,A judgement,1,It happens.,binary,As the paper says.,2024-12-31\n"
                    : Files.Claim($"open{n}")
            );
        var import = await town.Admin.Import(Files.ClaimsHeader + string.Concat(lines) + new string('x', 2_000_000), "?wait=0");
        import.Counts().ShouldBe($"{Line - 2} {Line - 2} 0 0 failedcsv.malformed");
        ((string)import.Body!["error"]!).ShouldStartWith($"Line {Line} ");
        (await town.Server.Scalar<long>("select count(*) from forecasts.import_files")).ShouldBe(0);
    }

    [Fact]
    public async Task A_body_without_a_length_is_stopped_where_it_passes_the_limit()
    {
        var (before, imports) = (await town.Server.Stored(), await town.Server.Scalar<long>("select count(*) from forecasts.imports"));
        using var socket = new TcpClient(town.Server.Address.Host, town.Server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/imports HTTP/1.1\r\nHost: {town.Server.Address.Authority}\r\nAuthorization: Bearer {town.Admin.Token}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
        );
        var answer = new StreamReader(stream).ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        var chunk = Encoding.ASCII.GetBytes("400000\r\n" + new string('x', 0x400000) + "\r\n");
        var sent = 0L;
        try
        {
            for (; sent < 2 * ReceiveImport.LargestFile && !answer.IsCompleted; sent += 0x400000)
                await stream.WriteAsync(chunk);
        }
        catch (IOException)
        {
            // The server has closed the connection behind its answer.
        }

        (await answer).ShouldStartWith("HTTP/1.1 413 ");
        sent.ShouldBeInRange(ReceiveImport.LargestFile - 0x400000, ReceiveImport.LargestFile + (16 * 0x400000));
        await Until.True(
            async () => await town.Server.Scalar<long>("select count(*) from forecasts.import_files") == 0,
            "what had come is removed"
        );
        (await town.Server.Stored()).ShouldBe(before);
        (await town.Server.Scalar<long>("select count(*) from forecasts.imports")).ShouldBe(imports);
    }

    private static string At(int minutes) => First.AddMinutes(minutes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<Answer> Undone(Answer asked)
    {
        asked.Ok();
        await Until.True(
            async () => (string?)(asked = await town.Admin.Get($"imports/{asked.Body!["id"]}")).Body!["state"] != "undoing",
            "it is taken back",
            1_800
        );
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
