using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>What the sources say in SQL. The lists name files that may, by their names alone, and may only become shorter.</summary>
public sealed partial class SqlTextsTests
{
    private static readonly string Server = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src", "Forecasts.Server"));

    // Those that write them. They compare versions to keep an older row from replacing a newer one, which says nothing of what is current.
    private static readonly string[] MayCompareCurrency = ["RecomputeSeason.cs", "ScoreClaim.cs"];

    private static readonly string[] MayNameProperties = [];

    // Readers that are still to move.
    private static readonly string[] MayHoldSql =
    [
        "ChartStore.cs",
        "ClaimHistory.cs",
        "DiscardedMessages.cs",
        "DrawCharts.cs",
        "ImportBytes.cs",
        "ImportTable.cs",
        "ImportWorker.cs",
        "Overview.cs",
        "PublishSeason.cs",
        "PublishedReport.cs",
        "Retrospectives.cs",
        "ScoringSubscription.cs",
        "Security.cs",
        "UndoImport.cs",
    ];

    // Whole tables are carried by the backup, and each derived one has one writer.
    private static readonly string[] Stay = ["BackupCommands.cs", "RecomputeCrowd.cs", "RecomputeSeason.cs", "ScoreClaim.cs"];

    private static readonly List<(string File, string Text)> Outside =
    [
        .. Directory
            .EnumerateFiles(Server, "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetRelativePath(Server, f).Split(Path.DirectorySeparatorChar)[0] is not ("Store" or "bin" or "obj"))
            .SelectMany(f => Texts(File.ReadAllText(f)).Select(text => (Path.GetFileName(f), text))),
    ];

    [Fact]
    public void What_is_current_is_said_in_the_views_alone() => Where(Currency()).ShouldBe(MayCompareCurrency);

    [Fact]
    public void No_property_s_name_stands_in_a_path_into_json_outside_the_store() => Where(JsonPath()).ShouldBe(MayNameProperties);

    [Fact]
    public void Tables_are_read_in_the_store_except_by_those_who_are_still_to_move() => Where(Table()).Except(Stay).ShouldBe(MayHoldSql);

    [Theory]
    [InlineData("select 1 from forecasts.claims c where s.resolution <> c.resolution")]
    [InlineData("select from x where 1 > s.scorer_version")]
    [InlineData("select from x group by y having sum(s.edition) is distinct from r.editions")]
    [InlineData("select claim from forecasts.claims where settlements > 0")]
    public void Such_a_comparison_would_be_found(string sql) =>
        Texts($"""var x = "{sql}";""").ShouldHaveSingleItem().ShouldMatch(Currency().ToString());

    [Theory]
    [InlineData("select data ->> 'name' from forecasts.x")]
    [InlineData("select (e.data #>> '{stamp,import,import}') from forecasts.x")]
    public void Such_a_path_would_be_found(string sql) =>
        Texts($"""var x = "{sql}";""").ShouldHaveSingleItem().ShouldMatch(JsonPath().ToString());

    private static IEnumerable<string> Where(Regex says) =>
        Outside.Where(t => says.IsMatch(t.Text)).Select(t => t.File).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The texts in a source that are SQL.</summary>
    private static IEnumerable<string> Texts(string source) =>
        Literal().Matches(Comment().Replace(source, "")).Select(m => m.Value).Where(t => Sql().IsMatch(t));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("""(?m)^\s*//.*$""", RegexOptions.None, 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        """"
            "{3}[\s\S]*?"{3}|"(\\.|[^"\\\n])*"
            """",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        1_000
    )]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(select|insert into|update|delete from|from|join) \S", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Sql();

    [GeneratedRegex(
        @"\b(resolution|settlements|scorer_version|editions?|due_next|turn_gone|scored_at)\)?,? *(=|<|>|is\b)"
            + @"|(=|<|>|is distinct from) *(\w+\.)?(resolution|settlements|scorer_version|editions?|due_next|turn_gone|scored_at)\b",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Currency();

    [GeneratedRegex(@"->>? *'[A-Za-z]|\#>>? *'\{", RegexOptions.None, 1_000)]
    private static partial Regex JsonPath();

    [GeneratedRegex(@"\bforecasts\.[a-z_]{3,}", RegexOptions.None, 1_000)]
    private static partial Regex Table();
}
