using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>A word, a number or an instant means the same in every format; a format that is new must be in these tables.</summary>
public sealed class OneVocabularyTests(PrivatePostgres postgres)
{
    private const string All = "?tournament=t&createSeasons=true&createAnalysts=true";

    private static readonly (string Word, string? Outcome)[] Outcomes =
    [
        ("yes", "yes"),
        ("YES", "yes"),
        ("True", "yes"),
        ("1", "yes"),
        ("1.0", "yes"),
        ("no", "no"),
        ("FALSE", "no"),
        ("0", "no"),
        ("void", "void:not-decidable"),
        ("Annulled", "void:not-decidable"),
        ("AMBIGUOUS", "void:not-decidable"),
        ("n/a", "void:not-decidable"),
        ("Void:Source-Vanished", "void:source-vanished"),
        ("perhaps", null),
        ("2", null),
        ("0.5", null),
        ("half", null),
        ("void:because", null),
        ("NaN", null),
    ];

    private static readonly (string Text, bool IsRead)[] Instants =
    [
        ("2023-03-01T09:00:00Z", true),
        ("2023-03-01t09:00:00z", true),
        ("2023-03-01 09:00:00+00:00", true),
        ("2023-03-01 09:00:00Z", true),
        ("2023-03-01 09:00+00:00", true),
        ("2023-03-01 10:00:00 +0100", true),
        ("2023-03-01T10+01", false),
        ("2023-03-01T10:00+01", true),
        ("2023-03-01 09:00:00.000000000+00:00", true),
        ("2023-03-01 09:00:00", false),
        ("2023-03-01T09:00:00.5", false),
        ("1/3/2023", false),
        ("10:30", false),
        ("Mar 5", false),
        ("44986.375", false),
        ("2023-02-29T09:00:00Z", false),
        ("\"Wed, 01 Mar 2023 09:00:00 GMT\"", false),
        ("now", false),
    ];

    /// <summary>By format: its header, and a line with this key and this outcome.</summary>
    private static readonly Dictionary<string, (string Header, Func<int, string, string> Line)> WithOutcome = new()
    {
        ["claims"] = (
            "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,outcome",
            (n, outcome) => $"t/2022,general,c{n},T,J,1,S,binary,C,2022-12-31,{outcome}"
        ),
        ["predictionbook-questions"] = (
            "question_id,title,open_time,close_time,resolve_time,outcome",
            (n, outcome) => $"q{n},T,2022-01-01 00:00:00Z,2022-12-01 00:00:00Z,2022-12-02 00:00:00Z,{outcome}"
        ),
        ["yearly-list"] = ("year,author,n,category,statement,probability,outcome", (n, outcome) => $"2022,Ada,{n},general,S,0.5,{outcome}"),
    };

    /// <summary>By format: its header, and a line of this person's with this probability at this instant.</summary>
    private static readonly Dictionary<string, (string Header, Func<string, string, string, string> Line)> WithProbability = new()
    {
        ["forecasts"] = ("season,prediction,claim,analyst,made_at,probability", (who, at, p) => $"t/2023,key,1,{who},{at},{p}"),
        ["predictionbook-forecasts"] = ("question_id,user,timestamp,probability", (who, at, p) => $"key,{who},{at},{p}"),
        ["wide-table"] = ("forecaster,made_at,key", (who, at, p) => $"{who},{at},{p}"),
        ["yearly-list"] = ("year,author,n,category,statement,probability,made_at", (who, at, p) => $"2023,{who},1,general,S,{p},{at}"),
    };

    [Fact]
    public void Every_format_stands_in_these_tables()
    {
        // The outcome beside a forecast of an archive is read past.
        KnownFormats
            .All.Where(f => f.Name != "predictionbook-forecasts" && Columns(f).Contains("outcome"))
            .Select(f => f.Name)
            .ShouldBe(WithOutcome.Keys, ignoreOrder: true);
        KnownFormats
            .All.Where(f => f.Optional is null || Columns(f).Contains("probability"))
            .Select(f => f.Name)
            .ShouldBe(WithProbability.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task A_word_for_an_outcome_is_taken_by_every_format_or_by_none()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.AfterWindow);
        var root = await Tournament(server);
        foreach (var (format, (header, line)) in WithOutcome)
        {
            var import = await root.Import(header + "\n" + string.Concat(Outcomes.Select((o, n) => line(n, o.Word) + "\n")), All);
            (await root.Refused(import)).ShouldBe(
                Outcomes.Index().Where(o => o.Item.Outcome is null).Select(o => $"{o.Index + 2} verdict.unknown"),
                format
            );
            var message = (string)(await root.Get($"imports/{import.Body!["id"]}/refused?limit=1")).Ok()["items"]![0]!["message"]!;
            string[] words = ["'perhaps'", "yes, no, true, false, 1, 0", "void:CODE", "annulled", "ambiguous", "n/a", "criteria-defective"];
            foreach (var said in words)
                message.ShouldContain(said, customMessage: format);
        }

        var expected = Outcomes.Where(o => o.Outcome is not null).GroupBy(o => o.Outcome).OrderBy(g => g.Key, StringComparer.Ordinal);
        (
            await server.Scalar<string>(
                """
                select string_agg(o.word || ' ' || o.n, ', ' order by o.word)
                from (
                    select outcome as word, count(*) as n from forecasts.claims where outcome is not null group by 1) o
                """
            )
        ).ShouldBe(string.Join(", ", expected.Select(g => $"{g.Key} {g.Count() * WithOutcome.Count}")));
    }

    [Fact]
    public async Task A_graded_claim_takes_its_words_in_any_case()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.AfterWindow);
        var root = await Tournament(server);
        string Line(int n, string type, string outcome) => $"t/2022,general,g{n},T,J,1,S,{type},C,2022-12-31,{outcome}\n";
        var import = await root.Import(
            WithOutcome["claims"].Header
                + "\n"
                + Line(1, "three", "Accurate")
                + Line(2, "expected", "HALF")
                + Line(3, "Three", "inaccurate")
                + Line(4, "expected", "0.5")
                + Line(5, "three", "N/A")
                + Line(6, "three", "1")
                + Line(7, "three", "yes")
                + Line(8, "expected", "0.4"),
            All
        );
        (await root.Refused(import)).ShouldBe(
            ["7 verdict.unknown", "8 verdict.unknown", "9 verdict.unknown"],
            "a 1 might be the second of three grades"
        );
        import.Counts().ShouldBe("8 5 0 3 done");
    }

    [Fact]
    public async Task An_instant_and_a_percentage_are_taken_by_every_format_or_by_none()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.AfterWindow);
        var root = await Tournament(server);
        (await root.Import(WithOutcome["claims"].Header + "\nt/2023,general,key,T,J,1,S,binary,C,2023-12-31,\n", All))
            .Counts()
            .ShouldBe("1 1 0 0 done");
        foreach (var (format, (header, line)) in WithProbability)
        {
            var dated = string.Concat(Instants.Select((i, n) => line($"{format} {n}", i.Text, "0.8") + "\n"));
            var times = await root.Import(header + "\n" + dated, All);
            (await root.Refused(times))
                .Select(r => r.Split(' ')[0])
                .ShouldBe(Instants.Index().Where(i => !i.Item.IsRead).Select(i => $"{i.Index + 2}"), format);
            var messages = (await root.Get($"imports/{times.Body!["id"]}/refused?limit=200")).Ok()["items"]!.AsArray();
            foreach (var (message, text) in messages.Zip(Instants.Where(i => !i.IsRead)))
                ((string)message!["message"]!).ShouldContain($"'{text.Text.Trim('"')}'", customMessage: format);
            string[] naive = ["2023-03-01 09:00:00", "2023-03-01T09:00:00.5"];
            messages
                .Where(m => naive.Any(n => ((string)m!["message"]!).Contains(n)))
                .Select(m => (string)m!["code"]!)
                .ShouldBe(["import.no-offset", "import.no-offset"], format);

            string[] said = ["80%", "80 %", "0.80", "8e-1", "80%%", "%", "\"0,8\"", "Infinity"];
            var likely = string.Concat(said.Select((p, n) => line($"{format} p{n}", "2023-03-01T09:00:00Z", p) + "\n"));
            var shares = await root.Import(header + "\n" + likely, All);
            (await root.Refused(shares)).ShouldBe([.. Enumerable.Range(6, 4).Select(n => $"{n} forecast.out-of-range")], format);
        }

        (await server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(
            WithProbability.Count * (Instants.Count(i => i.IsRead) + 4)
        );
        (
            await server.Scalar<string>(
                "select string_agg(distinct made_at || ' ' || value::text, ', ') from (select to_char(made_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as made_at, value from forecasts.forecast_intervals) f"
            )
        ).ShouldBe("2023-03-01 09:00:00.000000 {0.8}");
    }

    private static IEnumerable<string> Columns(Format format) => format.Needed.Concat(format.Optional ?? []);

    private static async Task<Api> Tournament(RunningServer server)
    {
        var root = await server.As("root", RoleName.Admin, RoleName.Organiser);
        (await root.Post("tournaments", new { slug = "t", name = "Archive" })).Ok();
        return root;
    }
}
