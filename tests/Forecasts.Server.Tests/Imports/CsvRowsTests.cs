using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>The reader alone: line numbers, line ends, and what a hostile file may cost.</summary>
public sealed class CsvRowsTests
{
    private static readonly ReadAs Plain = new(null, null, Given.InWindow);
    private const string Header = "season,prediction,claim,analyst,probability,rationale";
    private const string Line = "t/2024,p1,1,Zoe,0.5,";

    [Theory]
    [InlineData("H\nL\nL\n", "2 3")]
    [InlineData("H\nL\nL", "2 3")]
    [InlineData("H\r\nL\r\nL\r\n", "2 3")]
    [InlineData("H\rL\rL\r", "2 3")]
    [InlineData("H\r\nL\nL\rL\r\nL", "2 3 4 5")]
    [InlineData("\uFEFFH\r\nL\n", "2")]
    [InlineData("\n\nH\n\nL\n\r\n\nL\n\n", "5 8")]
    [InlineData("H\nL\"one\ntwo\r\nthree\"\nL\n", "2 5")]
    [InlineData("H\nL\"\n\n\n\"\nL\"\n\"\nL\n", "2 6 8")]
    [InlineData("H\nL\"he said \"\"no\"\"\"\nL\n", "2 3")]
    [InlineData("H", "")]
    [InlineData("H\n", "")]
    public void A_row_has_the_number_of_the_line_it_begins_on(string file, string lines)
    {
        var batch = Open(Text(file)).Next(100);
        (batch.Broken, batch.Refused.Count).ShouldBe((null, 0));
        string.Join(' ', batch.Rows.Select(r => r.Line)).ShouldBe(lines);
        batch.Rows.ShouldAllBe(r => r["analyst"] == "Zoe" && r["probability"] == "0.5");
    }

    [Fact]
    public void A_quoted_cell_keeps_its_line_ends()
    {
        Open(Text("H\nL\"one\ntwo\r\nthree, \"\"four\"\"\"\n")).Next(1).Rows[0]["rationale"].ShouldBe("one\ntwo\r\nthree, \"four\"");
    }

    [Theory]
    [InlineData("H\nL\nL\"left open\nL\nL\n", 3, 1)]
    [InlineData("H\nL\n\nL\"one\ntwo\" three\nL\n", 4, 1)]
    [InlineData("H\nL\"a\nb\"\nLx\"y\nL\n", 4, 1)]
    [InlineData("H\nL\"left open at the end", 2, 0)]
    public void A_quotation_mark_out_of_place_ends_the_file_at_its_line(string file, int line, int before)
    {
        var batch = Open(Text(file)).Next(100);
        batch.Broken!.Code.ShouldBe("csv.malformed");
        batch.Broken.Message.ShouldStartWith($"Line {line} ");
        (batch.Rows.Count, batch.Last).ShouldBe((before, true));
    }

    [Theory]
    [InlineData("", "csv.empty")]
    [InlineData("\uFEFF", "csv.empty")]
    [InlineData("\n\r\n\n", "csv.empty")]
    [InlineData(",,,\n", "csv.empty")]
    [InlineData("¤\n", "text.control-character")]
    [InlineData("season;prediction;claim;analyst\n", "csv.column-missing")]
    [InlineData("season,season,prediction,claim,analyst,probability\n", "csv.header")]
    [InlineData("season¤,prediction,claim,analyst,probability\n", "text.control-character")]
    [InlineData("season,prediction,claim,analyst\n", "csv.column-missing")]
    [InlineData("season,claim,analyst,probability\n", "csv.column-missing")]
    [InlineData("season,prediction,claim,analyst,probability,¤\n", "text.control-character")]
    [InlineData("season,prediction,claim,analyst,probability,\n", "csv.column-unknown")]
    [InlineData("season,\"prediction,claim,analyst,probability\n", "csv.malformed")]
    public void A_header_is_right_or_the_file_is_refused(string file, string code)
    {
        var (rows, refused) = CsvRows.Open(Stream(file.Replace('¤', '\0')), Plain); // A zero in a test's name would spoil its report.
        rows.ShouldBeNull();
        refused!.Code.ShouldBe(code);
    }

    [Fact]
    public void A_row_with_too_few_or_too_many_cells_or_a_zero_is_refused_and_the_next_one_read()
    {
        var batch = Open(Text("H\nt/2024,p1\nL\nL,,\nt/2024,p\0,1,Zoe,0.5,\nL\n")).Next(100);
        batch.Refused.Select(r => $"{r.Line} {r.Rejection.Code}").ShouldBe(["2 csv.columns", "4 csv.columns", "5 text.control-character"]);
        batch.Rows.Select(r => r.Line).ShouldBe([3, 6]);
    }

    public static readonly TheoryData<string, Func<string>> Long = new()
    {
        { "a cell", () => Text("H\nL") + new string('x', 10_000_000) + "\nL" },
        { "a quoted cell", () => Text("H\nL\"") + new string('x', 10_000_000) + "\"\nL" },
        { "a quote left open", () => Text("H\nL\"") + string.Concat(Enumerable.Repeat("t/2024,p1,1,Zoe,0.5,\n", 500_000)) },
        { "a header", () => new string('x', 10_000_000) + "\nL" },
        { "Chinese", () => Text("H\nL") + new string('好', 3_400_000) + "\nL" },
    };

    /// <summary>Ten megabytes in one line cost no more than the longest permitted record does.</summary>
    [Theory, MemberData(nameof(Long), DisableDiscoveryEnumeration = true)]
    public void A_line_of_ten_megabytes_is_refused_without_holding_it(string what, Func<string> file)
    {
        var stream = Stream(file());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (rows, refused) = CsvRows.Open(stream, Plain);
        (refused ?? rows!.Next(1_000).Broken)!.Code.ShouldBe("csv.malformed", what);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 * CsvRows.LongestRecord, what);
    }

    [Fact]
    public void Many_long_rows_are_not_held_at_once_and_none_is_left_out()
    {
        var rows = Open(Text("H\n") + string.Concat(Enumerable.Repeat(Text("L") + new string('x', 900_000) + "\n", 20)));
        var lines = new List<int>();
        for (var last = false; !last; )
        {
            var batch = rows.Next(RunImport.ChunkSize);
            batch.Count.ShouldBeLessThanOrEqualTo(5);
            lines.AddRange(batch.Rows.Select(r => r.Line));
            last = batch.Last;
        }

        lines.ShouldBe(Enumerable.Range(2, 20));
    }

    private static string Text(string file) =>
        file.Replace("H", Header, StringComparison.Ordinal).Replace("L", Line, StringComparison.Ordinal);

    private static MemoryStream Stream(string file) => new(Encoding.UTF8.GetBytes(file));

    private static CsvRows Open(string file)
    {
        var (rows, refused) = CsvRows.Open(Stream(file), Plain);
        refused.ShouldBeNull();
        return rows!;
    }
}
