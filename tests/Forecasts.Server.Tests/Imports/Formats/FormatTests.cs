using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Imports.Formats;
using Shouldly;

namespace Forecasts.Server.Tests.Imports.Formats;

/// <summary>What a file's header and lines are taken for, without a server.</summary>
public sealed class FormatTests
{
    private const string Questions = "question_id,title,status,open_time,close_time,resolve_time,outcome,year_end\n";
    private const string List = "year,author,n,category,statement,probability,outcome,resolved_by,outcome_note,source\n";
    private static readonly DateTimeOffset Now = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due", "claims")]
    [InlineData("season,prediction,claim,analyst,made_at,probability", "forecasts")]
    [InlineData("question_id,title,status,open_time,close_time,resolve_time,outcome,year_end", "predictionbook-questions")]
    [InlineData("question_id,user,timestamp,probability,outcome", "predictionbook-forecasts")]
    [InlineData("year,author,n,category,statement,probability,outcome,resolved_by,outcome_note,source", "yearly-list")]
    [InlineData("year,author,section,n,statement,probability,outcome,kind,source", "yearly-list")]
    [InlineData("forecaster,launches,rain#2", "wide-table")]
    [InlineData("forecaster,season,made_at,launches", "wide-table")]
    public void A_header_tells_the_format(string header, string format)
    {
        Open(header + "\n").Kind.ShouldBe(format);
        Open(header + "\n", format).Kind.ShouldBe(format);
    }

    [Theory]
    [InlineData("forecaster,question,probability", null, "csv.header")]
    [InlineData("forecaster,question_id,probability,reasoning", null, "csv.header")]
    [InlineData("launches,forecaster", null, "csv.header")]
    [InlineData("a,b", "colour", "import.format")]
    [InlineData("a,b", "wide-table", "csv.column-missing")]
    [InlineData("forecaster,season", null, "csv.column-missing")]
    [InlineData("forecaster,a,", null, "csv.header")]
    [InlineData("forecaster,a,a", null, "csv.header")]
    [InlineData("question_id,title,close_time", null, "csv.column-missing")]
    [InlineData("question_id,user,timestamp,probability,colour", null, "csv.column-unknown")]
    [InlineData("year,author,statement,probability", null, "csv.column-missing")]
    [InlineData("season,prediction,claim,analyst,probability", "yearly-list", "csv.column-missing")]
    public void A_header_that_does_not_fit_is_refused(string header, string? format, string code) =>
        CsvRows.Open(Stream(header + "\n"), new(format, "t", Now)).Refused!.Code.ShouldBe(code);

    [Fact]
    public void A_file_that_does_not_name_its_tournament_needs_it_named()
    {
        CsvRows.Open(Stream(Questions), new(null, null, Now)).Refused!.Code.ShouldBe("import.tournament");
        CsvRows.Open(Stream(List), new(null, null, Now)).Refused!.Code.ShouldBe("import.tournament");
        CsvRows
            .Open(Stream("forecaster,a\nZoe,0.5\n"), new(null, null, Now))
            .Rows!.Next(1)
            .Refused.Single()
            .Rejection.Code.ShouldBe("season.unknown");
    }

    [Fact]
    public void A_wide_table_has_at_most_a_thousand_questions()
    {
        string Header(int questions) => "forecaster," + string.Join(',', Enumerable.Range(0, questions)) + "\n";
        Open(Header(1_000)).Kind.ShouldBe("wide-table");
        CsvRows.Open(Stream(Header(1_001)), new(null, "t", Now)).Refused!.Code.ShouldBe("csv.header");
    }

    [Fact]
    public void A_question_becomes_a_claim_of_the_year_in_which_it_closes()
    {
        var claim = One(
            Questions
                + "7,\"A  title\nof two lines\",resolved,2012-06-20 06:46:23+00:00,2015-12-30 11:00:00+00:00,2014-01-14 10:49:01+00:00,yes,2015\n"
        );
        (claim.Kind, claim["season"], claim["theme"], claim["prediction"], claim["claim"], claim["type"]).ShouldBe(
            ("claims", "t/2015", "general", "7", "1", "binary")
        );
        (claim["title"], claim["statement"]).ShouldBe(("A title of two lines", "A  title\nof two lines"));
        (claim["filed_at"], claim["due"], claim["outcome"], claim["decided_at"], claim["resolved_at"]).ShouldBe(
            ("2012-06-20 06:46:23+00:00", "2015-12-30", "yes", "2014-01-14T10:49:01Z", null)
        );
    }

    [Theory]
    [InlineData("2012-01-01 00:00:00+00:00", "2012-05-01 10:00:00+00:00", "2012-07-01 00:00:00+00:00", "no", "2012-05-01T10:00:00Z", null)] // judged after its close
    [InlineData(
        "2012-06-01 00:00:00+00:00",
        "2012-05-01 10:00:00+00:00",
        "2012-07-01 00:00:00+00:00",
        "ambiguous",
        "2012-05-01T10:00:00Z",
        null
    )] // closed before it was asked
    [InlineData(
        "2012-01-01 00:00:00+00:00",
        "2030-05-01 10:00:00+00:00",
        "2013-07-01 00:00:00+00:00",
        "1",
        "2013-07-01T00:00:00Z",
        "2013-07-01 00:00:00+00:00"
    )] // judged long before
    [InlineData("2012-01-01 00:00:00+00:00", "2030-05-01 10:00:00+00:00", "", "", null, null)]
    public void From_when_an_outcome_was_known(
        string open,
        string close,
        string resolve,
        string outcome,
        string? decidedAt,
        string? resolvedAt
    )
    {
        var claim = One(Questions + $"7,T,,{open},{close},{resolve},{outcome},\n");
        (claim["decided_at"], claim["resolved_at"]).ShouldBe((decidedAt, resolvedAt));
        claim["outcome"].ShouldBe(outcome.Length == 0 ? null : outcome, "its words are those of every format");
        (claim["late_reason"] is null).ShouldBe(resolvedAt is null);
    }

    [Theory]
    [InlineData("2012-01-01 00:00:00+00:00", "0139-01-01 11:06:32+00:00", "claim.due-before-opening")]
    [InlineData("2012-01-01 00:00:00+00:00", "2011-12-31 23:59:59+00:00", "claim.due-before-opening")]
    [InlineData("2012-01-01 00:00:00+00:00", "2043-01-01 00:00:00+00:00", "claim.due-too-far")]
    [InlineData("2012-01-01 00:00:00+00:00", "9999-01-02 08:00:00+00:00", "claim.due-too-far")]
    [InlineData("2012-01-01", "2012-01-01 00:00:00+00:00", "import.time")]
    [InlineData("2012-01-01 00:00:00+00:00", "", "import.time")]
    [InlineData("2012-01-01 00:00:00+00:00", "2012-13-01 00:00:00+00:00", "import.time")]
    public void A_question_out_of_time_is_refused(string open, string close, string code) =>
        Refused(Questions + $"7,T,open,{open},{close},,,\n").ShouldBe(code);

    [Fact]
    public void A_judged_question_without_an_outcome_is_refused() =>
        Refused(Questions + "7,T,resolved,2012-01-01 00:00:00+00:00,2012-05-01 00:00:00+00:00,2012-06-01 00:00:00+00:00,,\n")
            .ShouldBe("verdict.unknown");

    [Fact]
    public void A_long_title_is_cut_and_the_statement_whole()
    {
        var text = new string('x', 198) + "💥 and more";
        var claim = One(Questions + $"7,{text},open,2012-01-01 00:00:00+00:00,2012-05-01 00:00:00+00:00,,,\n");
        (claim["title"], claim["statement"]).ShouldBe((new string('x', 198) + "…", text));
    }

    [Theory]
    [InlineData("2017", "1", "1")]
    [InlineData("2017", "void", "void")]
    [InlineData("2017", "", "void")]
    [InlineData("2024", "", null)]
    [InlineData("2024", "perhaps", "perhaps")]
    public void A_line_of_a_yearly_list_becomes_a_claim_with_its_outcome_and_a_forecast(string year, string outcome, string? word)
    {
        var parts = Parts(List + $"{year},A. Author,3,\"SSC, ETC\",It happens,80%,{outcome},,,\n");
        parts.Select(p => p.Kind).ShouldBe(["claims", "forecasts"]);
        var (claim, forecast) = (parts[0], parts[1]);
        (claim["season"], claim["theme"], claim["theme_name"], claim["author"], claim["outcome"], claim["due"]).ShouldBe(
            ($"t/{year}", "ssc-etc", "SSC, ETC", "A. Author", word, $"{year}-12-31")
        );
        (forecast["season"], forecast["prediction"], forecast["analyst"], forecast["probability"], forecast["made_at"]).ShouldBe(
            (claim["season"], claim["prediction"], "A. Author", "80%", null)
        );
        parts.ShouldAllBe(p => p.Line == 2);
    }

    [Theory]
    [InlineData("17,A,1,c,It happens,0.5,1,,,", "season.year")]
    [InlineData("2017,,1,c,It happens,0.5,1,,,", "analyst.unknown")]
    [InlineData("2017,A,,c,It happens,0.5,1,,,", "prediction.key")]
    [InlineData("2017,A,1,c,It happens,,1,,,", "forecast.form")]
    public void A_line_of_a_yearly_list_that_says_too_little_is_refused(string line, string code) =>
        Refused(List + line + "\n").ShouldBe(code);

    [Fact]
    public void What_has_several_answers_is_not_taken_from_a_yearly_list() =>
        Refused("year,author,section,n,statement,probability,outcome,kind\n2023,A,AI,7,It feels,50%/40%/10%,more,multi\n")
            .ShouldBe("claim.type");

    [Theory]
    [InlineData(null, "general")]
    [InlineData("ECON AND TECH", "econ-and-tech")]
    [InlineData("US/World", "us-world")]
    [InlineData(" -- A!", "a")]
    public void A_theme_has_a_key_from_its_name(string? name, string key) => YearlyList.Slug(name).ShouldBe(key);

    [Fact]
    public void A_name_without_Latin_letters_has_a_key_of_its_own()
    {
        YearlyList.Slug("新能源").ShouldMatch("^theme-[0-9a-f]{12}$");
        YearlyList.Slug("新能源").ShouldNotBe(YearlyList.Slug("机器人"));
        YearlyList.Slug(new string('a', 61)).ShouldStartWith("theme-");
    }

    [Fact]
    public void A_line_of_a_wide_table_is_a_forecast_for_each_filled_cell()
    {
        var parts = Parts("forecaster,made_at,launches,rain#2,a#b\nZoe,2024-02-01,0.7, ,5%\n");
        parts
            .Select(p => $"{p["prediction"]} {p["claim"]} {p["analyst"]} {p["made_at"]} {p["probability"]} {p.Heading}")
            .ShouldBe(["launches 1 Zoe 2024-02-01 0.7 launches", "a b Zoe 2024-02-01 5% a#b"]);
        Refused("forecaster,launches\nZoe,\n").ShouldBe("forecast.form");
    }

    [Fact]
    public void Wide_lines_come_in_smaller_batches()
    {
        var rows = Open(
            "forecaster,"
                + string.Join(',', Enumerable.Range(0, 400))
                + "\n"
                + string.Concat(Enumerable.Repeat("Zoe" + string.Concat(Enumerable.Repeat(",0.5", 400)) + "\n", 10))
        );
        var batches = new List<CsvBatch>();
        do batches.Add(rows.Next(RunImport.ChunkSize));
        while (!batches[^1].Last);
        batches.Select(b => b.Count).ShouldBe([3, 3, 3, 1]);
    }

    private static CsvRow One(string file) => Parts(file).Single();

    private static IReadOnlyList<CsvRow> Parts(string file)
    {
        var batch = Open(file).Next(10);
        batch.Refused.ShouldBeEmpty();
        return batch.Rows.Single().Parts;
    }

    private static string Refused(string file)
    {
        var batch = Open(file).Next(10);
        batch.Rows.ShouldBeEmpty();
        return batch.Refused.Single().Rejection.Code;
    }

    private static CsvRows Open(string file, string? format = null)
    {
        var (rows, refused) = CsvRows.Open(Stream(file), new(format, "t", Now));
        refused.ShouldBeNull();
        return rows!;
    }

    private static MemoryStream Stream(string file) => new(Encoding.UTF8.GetBytes(file));
}
