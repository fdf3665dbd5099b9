using System.Globalization;
using System.IO.Compression;
using System.Text;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports.Formats;

/// <summary>
/// Real files as they are, by the real road. Of the large archive every twentieth question is taken, or with FORECASTS_SOAK=1 all of it.
/// </summary>
public sealed class RealArchiveTests(PrivatePostgres postgres, ITestOutputHelper output)
{
    private const string All = "?tournament=t&createSeasons=true&createAnalysts=true";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_archive_of_questions_is_stored_or_refused_line_by_line()
    {
        var folder = Folder("predictionbook", "questions.csv.gz");
        var whole = Environment.GetEnvironmentVariable("FORECASTS_SOAK") == "1";
        await using var server = await RunningServer.Start(postgres, now: Now);
        var root = await Tournament(server);
        var seen = 0;
        var (questions, ids) = await Records(Path.Combine(folder, "questions.csv.gz"), _ => whole || seen++ % 20 == 0);
        var (forecasts, _) = await Records(Path.Combine(folder, "forecasts.csv.gz"), ids.Contains);

        var claims = await Import(root, "questions", questions, ids.Count);
        var beliefs = await Import(root, "forecasts", forecasts, forecasts.Count(c => c == '\n') - 1);
        // What is stored is what was accepted, and each kind of refusal is one that the archive is known for.
        (await server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(claims.Accepted);
        (await server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(beliefs.Accepted);
        claims.Codes.Except(["claim.due-before-opening", "claim.due-too-far", "text.missing"]).ShouldBeEmpty();
        beliefs.Codes.Except(["forecast.claim-due", "forecast.after-close", "prediction.unknown"]).ShouldBeEmpty();
        (claims.Accepted, beliefs.Accepted).ShouldBe(whole ? (18_139, 60_316) : (905, 3_022));
        (await root.Import(forecasts, All))
            .Counts()
            .ShouldBe($"{beliefs.Rows} 0 {beliefs.Accepted + beliefs.Unchanged} {beliefs.Refused} done", "twice is once");

        foreach (var season in await Lines(server, "select distinct season from forecasts.claims where settlements > 0 order by season"))
            await server.UntilScored(season);
        foreach (
            var line in await Lines(server, "select status || ' ' || count(*) from forecasts.score_sheets group by status order by status")
        )
            output.WriteLine(line);
        if (whole)
            await server.IsTheSameMadeAnew(large: true); // Half an hour.
    }

    [Fact]
    public async Task Five_yearly_lists_give_the_hits_per_level_of_their_recount()
    {
        var folder = Folder("yearly-predictions", "predictions.csv");
        await using var server = await RunningServer.Start(postgres, now: Now);
        var root = await Tournament(server);
        var import = await root.Import(
            await File.ReadAllBytesAsync(Path.Combine(folder, "predictions.csv"), TestContext.Current.CancellationToken),
            All
        );
        import.Counts().ShouldBe("486 486 0 0 done", string.Join(", ", await root.Refused(import)));

        var recount = File.ReadAllLines(Path.Combine(folder, "calibration_compare.csv"))
            .Skip(1)
            .Select(l => l.Split(','))
            .ToLookup(l => l[0]);
        recount.Count.ShouldBe(5);
        var compared = 0;
        foreach (var year in recount)
        {
            await server.UntilScored($"t/{year.Key}");
            var stored = await Standing(server, $"t/{year.Key}");
            var levels = year.Select(l => Number(l[2])).ToArray();
            var hits = Folded.PerLevel(stored, levels);
            foreach (var (line, i) in year.Select((l, i) => (l, i)))
            {
                hits[i]
                    .ShouldBe(
                        (int.Parse(line[3], CultureInfo.InvariantCulture), int.Parse(line[4], CultureInfo.InvariantCulture)),
                        $"{year.Key} at {line[2]}"
                    );
                compared++;
            }

            var counts = (await root.Get($"seasons/t/{year.Key}")).Ok()["counts"]!;
            ((int)counts["settled"]!, (int)counts["void"]!, (int)counts["open"]!).ShouldBe(
                year.Key switch
                {
                    "2017" => (91, 0, 0),
                    "2018" => (91, 1, 0),
                    "2019" => (95, 0, 0),
                    "2020" => (95, 5, 0),
                    _ => (104, 4, 0),
                }
            );
        }

        compared.ShouldBe(27);
        await server.IsTheSameMadeAnew();
    }

    /// <summary>The same with a list made here, whatever data there is.</summary>
    [Fact]
    public async Task A_made_up_yearly_list_gives_its_hits_per_level()
    {
        await using var server = await RunningServer.Start(postgres, now: Now);
        var root = await Tournament(server);
        double[] levels = [0.5, 0.6, 0.8, 0.95],
            said = [0.5, 0.4, 0.6, 0.2, 0.8, 0.01, 0.97, 0.05, 0.55];
        var file = new StringBuilder("year,author,n,statement,probability,outcome\n");
        for (var n = 0; n < 90; n++)
            file.Append(
                CultureInfo.InvariantCulture,
                $"2021,Ada,{n},It happens.,{said[n % 9]},{(n % 10 == 9 ? "" : n * 7 % 3 == 0 ? "1" : "0")}\n"
            );
        (await root.Import(file.ToString(), All)).Counts().ShouldBe("90 90 0 0 done");
        await server.UntilScored("t/2021");
        var expected = new (int Right, int Wrong)[4];
        for (var n = 0; n < 90; n++)
            if (n % 10 != 9)
            {
                var (level, flipped) = (n % 9) switch
                {
                    0 => (0, false),
                    1 => (1, true),
                    2 => (1, false),
                    3 => (2, true),
                    4 => (2, false),
                    5 => (3, true),
                    6 => (3, false),
                    7 => (3, true),
                    _ => (0, false),
                };
                if ((n * 7 % 3 == 0) != flipped)
                    expected[level].Right++;
                else
                    expected[level].Wrong++;
            }

        Folded.PerLevel(await Standing(server, "t/2021"), levels).ShouldBe(expected);
        ((int)(await root.Get("seasons/t/2021")).Ok()["counts"]!["void"]!).ShouldBe(9);
    }

    private sealed record Imported(int Rows, int Accepted, int Unchanged, int Refused, IReadOnlyList<string> Codes);

    private async Task<Imported> Import(Api root, string what, string file, int lines)
    {
        var answer = await root.Import(file, All);
        var import = answer.Ok();
        var counts = answer.Counts();
        var refused = (await root.Refused(answer)).ConvertAll(r => r[(r.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        output.WriteLine($"{what}: rows accepted unchanged refused: {counts}");
        foreach (var code in refused.GroupBy(c => c).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"  {code.Key} {code.Count()}");
        var done = new Imported(
            (int)import["rows"]!,
            (int)import["accepted"]!,
            (int)import["unchanged"]!,
            (int)import["refused"]!,
            [.. refused.Distinct()]
        );
        (done.Rows, done.Accepted + done.Unchanged + done.Refused, refused.Count, (string)import["state"]!).ShouldBe(
            (lines, lines, done.Refused, "done")
        );
        return done;
    }

    private static async Task<Api> Tournament(RunningServer server)
    {
        var root = await server.As("root", RoleName.Admin, RoleName.Organiser);
        (await root.Post("tournaments", new { slug = "t", name = "Archive" })).Ok();
        return root;
    }

    /// <summary>The values that stood at the close, with what happened.</summary>
    private static async Task<List<(double P, double Y)>> Standing(RunningServer server, string season)
    {
        await using var command = server.Database.CreateCommand(
            "select value_at_close[1], outcome from forecasts.scores where season = $1 and not crowd"
        );
        command.Parameters.Add(new() { Value = season });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<(double, double)>();
        while (await reader.ReadAsync())
            found.Add((reader.GetDouble(0), reader.GetDouble(1)));
        return found;
    }

    private static async Task<List<string>> Lines(RunningServer server, string sql)
    {
        await using var command = server.Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
            found.Add(reader.GetString(0));
        return found;
    }

    /// <summary>
    /// The header and the records whose first cell is wanted, as they are (a quoted cell may hold line ends), and their first cells.
    /// </summary>
    private static async Task<(string File, HashSet<string> Ids)> Records(string path, Func<string, bool> wanted)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var (file, ids, record) = (
            new StringBuilder(await text.ReadLineAsync()).Append('\n'),
            new HashSet<string>(StringComparer.Ordinal),
            ""
        );
        while (await text.ReadLineAsync() is { } line)
        {
            record += line + "\n";
            if (record.Count(c => c == '"') % 2 == 1)
                continue;
            var id = record[..record.IndexOf(',', StringComparison.Ordinal)];
            if (wanted(id))
            {
                ids.Add(id);
                file.Append(record);
            }

            record = "";
        }

        return (file.ToString(), ids);
    }

    private static string Folder(string name, string file)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("FORECASTS_DATA") ?? "", name);
        Assert.SkipUnless(File.Exists(Path.Combine(folder, file)), $"FORECASTS_DATA names no folder with {name}.");
        return folder;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
