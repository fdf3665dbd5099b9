using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>Files as spreadsheets and other programs write them are read as they are, or the cause is named.</summary>
public sealed class DialectTests(PrivatePostgres postgres)
{
    private static readonly ReadAs Plain = new(null, "t", Given.InWindow);

    private static readonly string[] Dialects =
    [
        "semicolons",
        "tabs",
        "bars",
        "named",
        "capitals",
        "camels",
        "blank rows",
        "UTF-16",
        "UTF-16BE",
    ];

    /// <summary>The example of every format, with other separators, headings and blank rows.</summary>
    public static TheoryData<string, string> Written
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var format in KnownFormats.All)
            foreach (var dialect in Dialects)
                data.Add(format.Name, dialect);
            return data;
        }
    }

    [Theory, MemberData(nameof(Written))]
    public void The_example_of_a_format_says_the_same_in_every_dialect(string format, string dialect)
    {
        var example = KnownFormats.All.Single(f => f.Name == format).Example;
        var expected = Parts(Encoding.UTF8.GetBytes(example));
        expected.ShouldNotBeEmpty();
        Parts(Spoken(example, dialect, format)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("season;prediction;claim;analyst;probability\nt/2024;p;1;Bob;0,65\n", "0,65", 0.65)]
    [InlineData("season\tprediction\tclaim\tanalyst\tprobability\nt/2024\tp\t1\tBob\t65,5 %\n", "65,5 %", 0.655)]
    [InlineData("season;prediction;claim;analyst;probability\nt/2024;p;1;Bob;0.65\n", "0.65", 0.65)]
    [InlineData("season,prediction,claim,analyst,probability\nt/2024,p,1,Bob,\"0,65\"\n", "0,65", null)]
    public void A_comma_that_separates_nothing_is_a_decimal_comma(string file, string text, double? value)
    {
        var row = Open(Encoding.UTF8.GetBytes(file)).Next(1).Rows.Single();
        (row["probability"], RowContext.Share(row, "probability", "forecast.out-of-range").Value).ShouldBe((text, value));
    }

    [Fact]
    public void Rows_of_separators_are_blank_rows()
    {
        const string file =
            "season,prediction,claim,analyst,probability\n"
            + ",,,,\nt/2024,p,1,Bob,0.65\n , ,\t,,\n,,,,,,,\n,,\n\nt/2024,p,1,Eve,0.65\n,,,,";
        var batch = Open(Encoding.UTF8.GetBytes(file)).Next(100);
        (batch.Count, batch.Refused.Count, string.Join(' ', batch.Rows.Select(r => r.Line))).ShouldBe((2, 0, "3 8"));
    }

    [Theory]
    [InlineData("who;what\n1;2\n", "csv.header", "'who', 'what', separated by ';'")]
    [InlineData("Season;Prediction;Claim;Analyst\n", "csv.column-missing", "probability")]
    [InlineData("Season,SEASON,Prediction,Claim,Analyst,Probability\n", "csv.header", "twice")]
    [InlineData(
        "Question title,Multiple choice option,Forecast created by,Forecast (scale = 0-1),Forecast created at,Resolution\n",
        "csv.header",
        "a file of Fatebook, which is not read as it is: rename Question title to prediction"
    )]
    [InlineData("ifp_id,ctt,user_id,fcast_type,answer_option,value,timestamp\n", "csv.header", "a file of the Good Judgment Project")]
    [InlineData("Forecaster,Question,Probability,Outcome\n", "csv.header", "'Forecaster', 'Question'")]
    public void A_header_that_is_not_known_is_told_with_its_cause(string file, string code, string said)
    {
        var refused = CsvRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(file)), Plain).Refused!;
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(said);
    }

    [Fact]
    public void A_key_in_a_wide_table_keeps_its_letters() =>
        Open(Encoding.UTF8.GetBytes("Forecaster;Made At;Solar Power;MADE\nZoe;2024-02-01;0,5;0,6\n"))
            .Next(1)
            .Rows.Single()
            .Parts.Select(p => $"{p["analyst"]} {p["made_at"]} {p["prediction"]}")
            .ShouldBe(["Zoe 2024-02-01 Solar Power", "Zoe 2024-02-01 MADE"]);

    [Fact]
    public async Task A_file_in_UTF_16_is_received_and_one_that_is_neither_is_refused()
    {
        await using var town = await Town.Start(postgres);
        var claim = Files.Claim("p1").Replace("A title", "标题 💥", StringComparison.Ordinal);
        var file = (Files.ClaimsHeader + claim + ",,,\n").Replace(',', ';');
        foreach (var encoding in (Encoding[])[new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)])
        {
            var import = await town.Admin.Import([.. encoding.GetPreamble(), .. encoding.GetBytes(file)]);
            ((int)import.Ok()["rows"]!, (int)import.Body!["refused"]!).ShouldBe((1, 0), import.Body.ToJsonString());
        }

        ((string)(await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["title"]!).ShouldBe("标题 💥");
        var stored = await town.Server.Stored();
        byte[][] broken =
        [
            [0xFF, 0xFE, 0x41],
            [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00],
            [0xFE, 0xFF, 0xDC, 0x00],
            [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0],
            [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x41],
        ];
        foreach (var bad in broken)
            (await town.Admin.Import(bad)).ShouldBeRefused(422, "csv.not-utf8");
        (await town.Admin.Import(Encoding.Unicode.GetBytes(Files.ClaimsHeader))).ShouldBeRefused(422, "text.control-character");
        (await town.Server.Stored()).ShouldBe(stored);
    }

    private static byte[] Spoken(string example, string dialect, string format)
    {
        // Where nothing is quoted a separator is a separator; a wide table's keys are not headings that are known.
        string With(char separator) => string.Join('\n', example.Split('\n').Select(l => Cells(l, separator)));
        var end = example.IndexOf('\n', StringComparison.Ordinal);
        var (header, rest) = (example[..end], example[end..]);
        string Headings(Func<string, string> write) => string.Join(',', header.Split(',').Select(h => IsKey(h) ? h : write(h)));
        bool IsKey(string heading) => format == "wide-table" && heading.StartsWith("solar", StringComparison.Ordinal);
        var text = dialect switch
        {
            "semicolons" => With(';'),
            "tabs" => With('\t'),
            "bars" => With('|'),
            "named" => "sep=;\r\n" + With(';'),
            "capitals" => Headings(h => " " + h.ToUpperInvariant().Replace('_', ' ')) + rest,
            "camels" => Headings(h => string.Concat(h.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]))) + rest,
            "blank rows" => header + "\n" + new string(',', header.Count(c => c == ',')) + rest + "\n,,,,,\n",
            _ => example,
        };
        return dialect switch
        {
            "UTF-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "UTF-16BE" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    /// <summary>The cells between other separators; one that holds such a separator itself is quoted, as any program does.</summary>
    private static string Cells(string line, char separator)
    {
        var (quoted, mark) = (false, '\u0001');
        var cells = string.Concat(line.Select(c => (c == '"' ? quoted = !quoted : quoted) || c != ',' ? c : mark)).Split(mark);
        return string.Join(separator, cells.Select(c => c.Contains(separator) && c[0] != '"' ? $"\"{c}\"" : c));
    }

    private static List<string> Parts(byte[] file) =>
        [.. Open(file).Next(100).Rows.SelectMany(r => r.Parts).Select(p => $"{p.Kind} {string.Join(' ', Filled(p))}")];

    private static IEnumerable<KeyValuePair<string, string>> Filled(CsvRow row) =>
        row.Values.Where(v => v.Value.Length > 0).OrderBy(v => v.Key, StringComparer.Ordinal);

    private static CsvRows Open(byte[] file)
    {
        var (rows, refused) = CsvRows.Open(new MemoryStream(file), Plain);
        refused.ShouldBeNull();
        return rows!;
    }
}
