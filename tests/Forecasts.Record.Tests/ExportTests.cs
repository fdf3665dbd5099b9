using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Record.Export;

namespace Forecasts.Record.Tests;

/// <summary>
/// What an exported table looks like, for ever: a file of each with rows of every kind, and the canonical bytes of each row.
/// </summary>
public class ExportTests
{
    private static readonly string Folder = Path.Combine(Here(), "Golden", "Export");
    private static readonly string Sums = Path.Combine(Folder, "SHA256SUMS");

    private static readonly DateTimeOffset At = new(2024, 7, 1, 20, 30, 15, 250, TimeSpan.FromHours(8));
    private static readonly PersonalText Rationale = PersonalText.Commit("Orders are up, \"and\" prices\ndown", [1, 2, 3]);

    private static readonly Prediction Named = new(
        "pr1",
        new("ai-trends", 2024),
        "robots-1",
        "robots",
        new("p-ann"),
        LocalText.In(new Dictionary<string, string> { ["en"] = "Robots, again", ["zh-Hans"] = "机器人" }),
        "Robots will walk",
        3,
        [],
        Samples.Claims,
        At
    );

    private static readonly Prediction Nameless = Named with { Key = null, Rank = null, Title = "机器人" };

    private static Resolution Settled(Outcome outcome) =>
        new(outcome, new(2024, 12, 31, 0, 0, 0, TimeSpan.FromHours(8)), ReviewMode.Independent, At, false, "So it was", null);

    private static readonly IReadOnlyList<ExportRow> Rows =
    [
        new ExportedClaim(Named, Samples.Claims[0], "Ann", Settled(new Outcome.YesNo(true))),
        new ExportedClaim(Named, Samples.Claims[1], "Ann", Settled(new Outcome.Grade(0.5))),
        new ExportedClaim(Named, Samples.Claims[2] with { Cluster = null }, "Ann", Settled(new Outcome.Void("source-vanished"))),
        new ExportedClaim(Named, Samples.Claims[3].With(new("Africa", At, "It came up")), "Ann", Settled(new Outcome.Option("Asia"))),
        new ExportedClaim(Named, Samples.Claims[4], "Ann", null),
        new ExportedClaim(Nameless, Samples.Claims[5], "Ann", Settled(new Outcome.Number(0.1 + 0.2))),
        new ExportedClaim(Nameless, Samples.Claims[6], "Ann", Settled(new Outcome.Number(7))),
        new ExportedClaim(Nameless, Samples.Claims[7], "Ann", Settled(new Outcome.Day(new(2027, 3, 1)))),
        Forecast(1, new Belief.Probability(0.7)) with
        {
            Rationale = Rationale,
            EndsAt = At.AddDays(9),
        },
        Forecast(1, new Belief.Probability(1e-7)) with
        {
            Rationale = Rationale.Erased(),
        },
        Forecast(2, new Belief.Grades(0.2, 0.3, 0.5)),
        Forecast(4, new Belief.Options([new("elsewhere", 0.1), new("Asia", 0.6), new("Europe", 0.3)])),
        Forecast(6, new Belief.Quantiles([new(0.1, new(1)), new(0.5, new(12.5)), new(0.9, new(900))], 0, 0.01)),
        Forecast(8, new Belief.Cdf([new(0.2, Scalar.Of(new(2025, 1, 1))), new(0.8, Scalar.Of(new(2029, 6, 30)))])),
        new ExportedScore(Named, 1, "Zoe", false, 12.345678901234567, 0.1, -1 / 3.0, 1, 0.09, double.PositiveInfinity, true, false),
        new ExportedScore(Named, 6, "median", true, 0, null, 50, 0.5, null, null, false, true),
    ];

    private static ExportedForecast Forecast(int claim, Belief belief) => new(Named, claim, "Zoe", belief, At, null, null);

    public static TheoryData<string> Tables => [.. ExportTable.All.Select(t => t.Name)];

    [Fact]
    public void Missing_files_are_written_when_asked_for_and_never_over_others()
    {
        if (Environment.GetEnvironmentVariable("FORECASTS_WRITE_GOLDEN") != "1")
            return;
        Directory.CreateDirectory(Folder);
        foreach (var (name, bytes) in ExportTable.All.SelectMany(Files).Where(f => !File.Exists(Path.Combine(Folder, f.Name))))
        {
            File.WriteAllBytes(Path.Combine(Folder, name), bytes);
            File.AppendAllText(Sums, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {name}\n");
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_and_the_canonical_bytes_of_its_rows_are_written_as_their_golden_files(string table)
    {
        foreach (var (name, bytes) in Files(ExportTable.All.Single(t => t.Name == table)))
            Encoding.UTF8.GetString(bytes).ShouldBe(File.ReadAllText(Path.Combine(Folder, name)), name);
    }

    [Fact]
    public void No_golden_file_has_changed()
    {
        var listed = File.ReadAllLines(Sums).Select(line => line.Split("  ")).ToDictionary(line => line[1], line => line[0]);
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Except([Path.GetFileName(Sums)]).ShouldBe(listed.Keys, ignoreOrder: true);
        foreach (var (file, sum) in listed)
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, file)))).ShouldBe(sum, file);
    }

    [Fact]
    public void A_hash_can_be_had_from_the_file_alone()
    {
        var row = Rows.OfType<ExportedForecast>().First();
        var (columns, cells) = (row.Table.Columns, row.Cells());
        var members = columns.Zip(cells).Where(c => c.Second != "").OrderBy(c => c.First, StringComparer.Ordinal);
        var text = string.Join(',', members.Select(c => $"{Quoted(c.First)}:{Quoted(c.Second)}"));
        var bytes = Encoding.UTF8.GetBytes($$"""{"row":{{{text}}},"table":"forecasts"}""");
        Encoding.UTF8.GetString(row.Bytes()).ShouldBe(Encoding.UTF8.GetString(bytes));
        row.Hash().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));

        static string Quoted(string text) =>
            $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }

    [Fact]
    public void Every_column_of_every_table_stands_there_once() =>
        ExportTable.All.ShouldAllBe(t => t.Columns.Distinct().Count() == t.Columns.Count);

    [Fact]
    public void The_format_names_the_columns_of_every_table()
    {
        var format = File.ReadAllLines(Path.Combine(Here(), "..", "..", "src", "Forecasts.Record", "FORMAT.md"));
        foreach (var table in ExportTable.All)
            format.ShouldContain($"| `{table.Name}` | {string.Join(", ", table.Columns)} |");
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files(ExportTable table)
    {
        List<ExportRow> rows = [.. Rows.Where(r => r.Table == table)];
        rows.ShouldNotBeEmpty(table.Name);
        yield return ($"{table.Name}.csv", Encoding.UTF8.GetBytes(table.Header + string.Concat(rows.Select(r => r.Line()))));
        yield return ($"{table.Name}.jsonl", [.. rows.SelectMany(r => (byte[])[.. r.Bytes(), (byte)'\n'])]);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
