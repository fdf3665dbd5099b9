using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Imports.Formats;

/// <summary>
/// Small made-up files of other formats by the real road: seasons made from them, every line stored or refused, twice is once.
/// </summary>
public sealed class FormatImportTests(PrivatePostgres postgres)
{
    private const string Questions = "question_id,title,status,open_time,close_time,resolve_time,outcome,year_end\n";
    private const string Forecasts = "question_id,user,timestamp,probability,outcome\n";
    private const string All = "?tournament=t&createSeasons=true&createAnalysts=true";
    private static readonly DateTimeOffset Now = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_archive_of_questions_with_every_oddity()
    {
        await using var server = await RunningServer.Start(postgres, now: Now);
        var root = await Tournament(server);
        var questions =
            Questions
            + "1,Plain,resolved,2012-03-01 00:00:00+00:00,2012-06-01 10:00:00+00:00,2012-07-01 00:00:00+00:00,yes,\n"
            + "2,\"Asked long before,\nin two lines\",resolved,2009-03-01 00:00:00+00:00,2012-12-31 10:00:00+00:00,2011-07-01 00:00:00+00:00,no,2012\n"
            + "3,Closed before it was asked,resolved,2012-03-02 00:00:00+00:00,2012-03-01 10:00:00+00:00,2012-07-01 00:00:00+00:00,yes,\n"
            + "4,Ambiguous,ambiguous,2012-03-01 00:00:00+00:00,2012-06-01 10:00:00+00:00,2012-07-01 00:00:00+00:00,ambiguous,\n"
            + "5,Never judged,open,2012-03-01 00:00:00+00:00,2012-06-01 10:00:00+00:00,,,\n"
            + "6,Closes in 139,resolved,2012-03-01 00:00:00+00:00,0139-01-01 11:06:32+00:00,2012-07-01 00:00:00+00:00,yes,\n"
            + "7,Closes in 9999,open,2012-03-01 00:00:00+00:00,9999-01-02 08:00:00+00:00,,,\n"
            + "8,Judged long before its close,resolved,2012-03-01 00:00:00+00:00,2040-01-02 08:00:00+00:00,2013-07-01 00:00:00+00:00,no,\n"
            + "9,,open,2012-03-01 00:00:00+00:00,2012-06-01 10:00:00+00:00,,,\n"
            + "10,Still open,open,2012-03-01 00:00:00+00:00,2030-06-01 10:00:00+00:00,,,\n"
            + "1,Plain,resolved,2012-03-01 00:00:00+00:00,2012-06-01 10:00:00+00:00,2012-07-01 00:00:00+00:00,yes,\n"
            + "1,Says something else,resolved,2012-03-01 00:00:00+00:00,2012-06-01 10:00:00+00:00,2012-07-01 00:00:00+00:00,yes,\n";
        const string Refusals = "8 claim.due-before-opening, 9 claim.due-too-far, 11 text.missing, 14 prediction.exists"; // The second question has two lines.

        var before = await server.Stored();
        var dry = await root.Import(questions, All + "&dryRun=true");
        (dry.Counts(), string.Join(", ", await root.Refused(dry))).ShouldBe(("12 7 1 4 done", Refusals));
        (await server.Stored()).ShouldBe(before, "a dry run makes no season");
        (await root.Import(questions, "?tournament=t")).Counts().ShouldBe("12 0 0 12 done", "seasons are made only where it is asked for");
        var real = await root.Import(questions, All);
        (real.Counts(), string.Join(", ", await root.Refused(real))).ShouldBe((dry.Counts(), Refusals));
        ((string)real.Body!["kind"]!).ShouldBe("predictionbook-questions");
        (await root.Import(questions, All)).Counts().ShouldBe("12 0 8 4 done", "twice is once");
        (await Seasons(root)).ShouldBe([
            "2012 Archive 2012 opens 2009-01-01",
            "2030 Archive 2030 opens 2012-01-01",
            "2040 Archive 2040 opens 2012-01-01",
        ]);

        var forecasts =
            Forecasts
            + "1,u1,2012-03-02 00:00:00+00:00,0.8,1\n"
            + "1,u1,2012-03-02 00:00:00+00:00,0.8,1\n" // the same line
            + "1,u1,2012-03-02 00:00:00+00:00,0.7,1\n" // another at that instant
            + "1,u2,2012-02-01 00:00:00+00:00,0,1\n" // before the question
            + "1,u2,2012-06-01 11:00:00+00:00,1.0,1\n" // after its close, on its day: kept, not scored
            + "1,u2,2012-06-02 11:00:00+00:00,0.9,1\n" // after its day
            + "2,u1,2009-03-01 00:00:00+00:00,0.2,0\n"
            + "2,u1,2008-12-31 00:00:00+00:00,0.2,0\n" // before the season
            + "2,u1,2011-09-01 00:00:00+00:00,0.1,0\n" // after the resolution: kept, not scored
            + "3,u1,2012-03-02 00:00:01+00:00,0.5,1\n"
            + "8,u1,2012-03-02 00:00:00+00:00,0.5,0\n"
            + "10,u3,2012-03-02 00:00:00+00:00,1.5,\n"
            + "6,u3,2012-03-02 00:00:00+00:00,0.5,1\n"; // its question was refused
        var made = await root.Import(forecasts, All);
        made.Counts().ShouldBe("13 6 1 6 done");
        (await root.Refused(made)).ShouldBe([
            "4 forecast.duplicate",
            "7 forecast.claim-due",
            "9 forecast.before-opening",
            "11 forecast.claim-due",
            "13 forecast.out-of-range",
            "14 prediction.unknown",
        ]);
        (await server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' = 'u3'")).ShouldBe(
            0,
            "a refused line leaves nobody behind"
        );

        foreach (var year in (int[])[2012, 2040])
            await server.UntilScored($"t/{year}");
        (
            await server.Scalar<string>(
                "select string_agg(c.status || ' ' || coalesce(s.status, '-'), ', ' order by p.data -> 'state' ->> 'key') from forecasts.claims c join forecasts.mt_doc_predictionrecord p on p.data -> 'state' ->> 'id' = c.prediction left join forecasts.score_sheets s using (claim)"
            )
        ).ShouldBe("settled scored, open -, settled scored, settled decidedBeforeOpening, void void, open -, settled scored");
        // At the close the resolution that came first counts: u1 held 0.2 on the second question when it was judged.
        (
            await server.Scalar<double>(
                "select s.value_at_close[1] from forecasts.scores s join forecasts.mt_doc_predictionrecord p on s.claim = (p.data -> 'state' ->> 'id') || '/1' where not s.crowd and p.data -> 'state' ->> 'key' = '2'"
            )
        ).ShouldBe(0.2);
    }

    [Fact]
    public async Task A_yearly_list_and_a_wide_table()
    {
        await using var server = await RunningServer.Start(postgres, now: Now);
        var root = await Tournament(server);
        const string List =
            "year,author,n,category,statement,probability,outcome\n"
            + "2021,Ada,1,US/WORLD,It happens,0.8,1\n2021,Ada,2,WORK,It does not,30%,0\n2021,Ada,3,WORK,Nobody knows,0.5,\n2021,Ada,4,WORK,Impossible,1.5,1\n2022,Ada,1,WORK,It happens again,0.9,0\n2021,Bo,1,WORK,Bo's own,0.6,1\n";
        var list = await root.Import(List, All);
        (list.Counts(), string.Join(", ", await root.Refused(list))).ShouldBe(("6 5 0 1 done", "5 forecast.out-of-range"));
        (await root.Import(List, All)).Counts().ShouldBe("6 0 5 1 done");
        (await server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(
            5,
            "of the refused line not even its claim is stored"
        );
        await server.UntilScored("t/2021");
        var season = (await root.Get("seasons/t/2021")).Ok();
        string.Join(", ", season["themes"]!.AsArray().Select(t => $"{t!["key"]} {t["name"]}")).ShouldBe("us-world US/WORLD, work WORK");
        (
            await server.Scalar<string>(
                "select string_agg(outcome || ' ' || value_at_close[1], ', ' order by outcome, value_at_close) from forecasts.scores where season = 't/2021' and not crowd"
            )
        ).ShouldBe("0 0.3, 1 0.6, 1 0.8");
        (await server.Scalar<long>("select count(*) from forecasts.score_sheets where season = 't/2021' and status = 'void'")).ShouldBe(1);

        // The keys of the list are the headings of the table; Bo's is in one season only.
        var wide = await root.Import("forecaster,Ada/WORK/2,Bo/WORK/1\nCy,0.2,70%\nDi,,0.4\nEd,0.3,much\nFy,,\n", All);
        (wide.Counts(), string.Join(", ", await root.Refused(wide))).ShouldBe(("4 2 0 2 done", "4 forecast.out-of-range, 5 forecast.form"));
        var field = (await root.Get($"imports/{wide.Body!["id"]}/refused?limit=1")).Ok()["items"]![0]!;
        ((string)field["field"]!, (string)field["message"]!).ShouldBe(
            ("Bo/WORK/1", "Column 'Bo/WORK/1': 'probability' is 'much', not a number such as 0.8 or 80%.")
        );
        (await server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(
            5 + 3,
            "a line is stored as a whole or not at all"
        );
        (await server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' in ('Ed', 'Fy')")).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_in_two_seasons_needs_its_season_named_and_only_organisers_make_seasons()
    {
        await using var server = await RunningServer.Start(postgres, now: Now);
        var root = await Tournament(server);
        string Claim(int year) => $"t/{year},energy,q1,A title,A judgement,1,It happens.,binary,As the paper says.,{year}-12-31\n";
        (await root.Import(Files.ClaimsHeader + Claim(2022) + Claim(2023) + Claim(2201), "?createSeasons=true"))
            .Counts()
            .ShouldBe("3 2 0 1 done", "our own claims make seasons too");
        (await root.Refused(await root.Import("forecaster,q1\nZoe,0.5\n", All))).ShouldBe(["2 prediction.ambiguous"]);
        (await root.Import("forecaster,season,q1\nZoe,t/2022,0.5\nZoe,t/2023,0.6\n", All)).Counts().ShouldBe("2 2 0 0 done");

        var ann = await server.As("Ann");
        (await root.Put("tournaments/t/people", new[] { Town.Role("Ann", "analyst") })).Ok();
        var events = await server.Scalar<long>("select count(*) from forecasts.mt_events");
        (await ann.Refused(await ann.Import(Files.ClaimsHeader + Claim(2021), "?createSeasons=true"))).ShouldBe(["2 access.role"]);
        (await ann.Import("forecaster,q1\nZoe,0.5\n", "?tournament=nowhere")).ShouldBeRefused(422, "import.tournament");
        (await ann.Import("forecaster,q1\nZoe,0.5\n", "?format=spreadsheet")).ShouldBeRefused(422, "import.format");
        (await server.Scalar<long>("select count(*) from forecasts.mt_events")).ShouldBe(events);
    }

    /// <summary>
    /// What kill -9 leaves: the file and its options are there, so many lines are counted (each is a claim and a forecast).
    /// </summary>
    [Fact]
    public async Task After_a_crash_the_file_is_read_in_its_format_and_goes_on_at_its_line()
    {
        await using var server = await RunningServer.Start(postgres, now: Now);
        await Tournament(server);
        var file = Encoding.UTF8.GetBytes(
            "year,author,n,statement,probability,outcome\n"
                + string.Concat(
                    Enumerable.Range(1, 700).Select(n => $"{(n < 600 ? 2021 : 2022)},Ada,{n},It happens.,{(n == 650 ? "1.5" : "0.8")},1\n")
                )
        );
        var imports = server.Services.GetRequiredService<ImportRows>();
        await server.Services.GetRequiredService<ImportBytes>().Store("crashed", new MemoryStream(file), CancellationToken.None);
        var root = await server.As("root", RoleName.Admin, RoleName.Organiser);
        var by = await server.Scalar<string>("select id from forecasts.mt_doc_account where data ->> 'name' = 'root'");
        var crashed = new Import(
            "crashed",
            by,
            server.Clock.GetUtcNow(),
            null,
            null,
            file.Length,
            0,
            "yearly-list",
            false,
            true,
            ImportState.Running,
            0,
            0,
            0,
            0,
            [],
            null,
            null,
            Tournament: "t",
            CreateSeasons: true
        );
        await using (var hold = await server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var locked = new Npgsql.NpgsqlCommand(
                "select pg_advisory_lock(hashtext('forecasts.imports'), hashtext('crashed'))",
                hold
            );
            await locked.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await imports.Begin(crashed, CancellationToken.None);
            await imports.Count(crashed, new ChunkResult(501, 501, 0, [], ["t"], 5), CancellationToken.None);
        }

        await Until.True(async () => (string?)(await root.Get("imports/crashed")).Body!["state"] != "running", "it has gone on");
        var ended = await root.Get("imports/crashed");
        (ended.Counts(), string.Join(", ", await root.Refused(ended))).ShouldBe(("700 699 0 1 done", "651 forecast.out-of-range"));
        (await server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(198, "what was counted is passed over, line by line");
        (await Seasons(root)).Count().ShouldBe(2);

        // Taken back, its claims are gone and the seasons with them.
        var undone = (await root.Post("imports/crashed/undo?wait=60", null)).Ok();
        ((string)undone["state"]!, undone["remains"]!.ToJsonString()).ShouldBe(("undone", "[]"));
        (await server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(0);
        (await Seasons(root)).ShouldBeEmpty();
    }

    private static async Task<Api> Tournament(RunningServer server)
    {
        var root = await server.As("root", RoleName.Admin, RoleName.Organiser);
        (await root.Post("tournaments", new { slug = "t", name = "Archive" })).Ok();
        return root;
    }

    private static async Task<IEnumerable<string>> Seasons(Api reader) =>
        (await reader.Get("tournaments/t/seasons?limit=200")).Ok()["items"]!
            .AsArray()
            .Select(s => $"{s!["year"]} {s["title"]} opens {s["calendar"]!["opens"]!["local"] ?? s["calendar"]!["opens"]}")
            .Order(StringComparer.Ordinal);
}
