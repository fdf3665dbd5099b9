using System.Text.RegularExpressions;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>What the sources say in SQL, and where.</summary>
public sealed partial class SqlTextsTests
{
    private static readonly (string File, string Why)[] MayCompareCurrency =
    [
        ("ClaimRows.cs", "a claim that was settled once is scored anew, be it to a tombstone"),
        ("RescoreRows.cs", "what was written since it was asked for is done"),
        ("ResultRows.cs", "older results do not replace newer ones"),
        ("RowChange.cs", "writes what is compared"),
        ("SheetRows.cs", "an older sheet does not replace a newer one"),
        ("Stale.cs", "the reader's clock, which a view does not have"),
        ("Views.cs", "here it is said"),
    ];

    private static readonly IReadOnlyList<Sql> Outside = [.. Sql.OfServer().Where(t => !t.InStore)];

    [Fact]
    public void What_is_current_is_said_in_the_views_alone() =>
        Where(Sql.OfServer(), Currency()).ShouldBe(MayCompareCurrency.Select(m => m.File));

    [Fact]
    public void No_property_s_name_stands_in_a_path_into_json() =>
        Where(Sql.OfServer(), JsonPath()).ShouldBeEmpty("StoredPath says it by the property itself");

    [Fact]
    public void Tables_are_read_in_the_store() => Where(Outside, Table()).ShouldBeEmpty();

    [Theory]
    [InlineData("select 1 from forecasts.claims c where s.resolution <> c.resolution")]
    [InlineData("select from x where 1 > s.scorer_version")]
    [InlineData("select from x group by y having sum(s.edition) is distinct from r.editions")]
    [InlineData("select claim from forecasts.claims where settlements > 0")]
    public void Such_a_comparison_would_be_found(string sql) =>
        Sql.Texts($"""var x = "{sql}";""").ShouldHaveSingleItem().ShouldMatch(Currency().ToString());

    [Theory]
    [InlineData("select data ->> 'name' from forecasts.x")]
    [InlineData("select (e.data #>> '{stamp,import,import}') from forecasts.x")]
    [InlineData("update forecasts.x set data = jsonb_set(data, '{options}', '[]')")]
    public void Such_a_path_would_be_found(string sql) =>
        Sql.Texts($"""var x = "{sql}";""").ShouldHaveSingleItem().ShouldMatch(JsonPath().ToString());

    private static IEnumerable<string> Where(IEnumerable<Sql> texts, Regex says) =>
        texts.Where(t => says.IsMatch(t.Text)).Select(t => t.File).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(
        @"\b(resolution|settlements|scorer_version|editions?|due_next|turn_gone|scored_at)\)?,? *(=|<|>|is\b)"
            + @"|(=|<|>|is distinct from) *(\w+\.)?(resolution|settlements|scorer_version|editions?|due_next|turn_gone|scored_at)\b",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Currency();

    [GeneratedRegex(@"->>? *'[A-Za-z]|\#>>? *'\{[a-z]|jsonb_\w+\([^']*'\{[a-z]", RegexOptions.None, 1_000)]
    private static partial Regex JsonPath();

    [GeneratedRegex(@"\bforecasts\.[a-z_]{3,}|\bmt_[a-z]", RegexOptions.None, 1_000)]
    private static partial Regex Table();
}
