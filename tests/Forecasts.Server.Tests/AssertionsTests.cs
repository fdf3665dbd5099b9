using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;

namespace Forecasts.Server.Tests;

/// <summary>The tests themselves: an assertion that holds whatever the program does is none.</summary>
public sealed partial class AssertionsTests
{
    private static readonly string Tests = Path.GetFullPath(Path.Combine(Here(), ".."));

    // Neither what is built, nor the examples below.
    private static readonly string[] Left = ["/obj/", "/bin/", "/AssertionsTests.cs"];

    // A statement may stand on several lines: what the layout broke is joined again.
    private static readonly List<(string Place, string Line)> Lines =
    [
        .. Directory
            .EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Left.Any(part => f.Contains(part, StringComparison.Ordinal)))
            .SelectMany(f =>
                Statements(File.ReadAllText(f)).Select(statement => (Path.GetRelativePath(Tests, f) + ": " + statement, statement))
            ),
    ];

    [Fact]
    public void No_value_is_compared_with_itself() =>
        // What is called twice may answer otherwise.
        Lines
            .Where(l => Compared(l.Line).Any(pair => pair.Found == pair.Expected && !pair.Found.Contains('(')))
            .Select(l => l.Place)
            .ShouldBeEmpty();

    [Fact]
    public void No_act_may_be_answered_with_success_and_with_refusal() =>
        Lines.Where(l => Choice().IsMatch(l.Line)).Select(l => l.Place).ShouldBeEmpty();

    [Theory]
    [InlineData("        x.ShouldBe(x);")]
    [InlineData("        (a.B, set.Mean!.Value, c).ShouldBe((1, set.Mean!.Value, 2));")]
    public void Such_a_comparison_would_be_found(string line) => Compared(line).ShouldContain(pair => pair.Found == pair.Expected);

    [Fact]
    public void Such_a_comparison_would_be_found_over_several_lines() =>
        Statements("a\n    .Mean\n    .ShouldBe(\n        a.Mean\n    );\n")
            .SelectMany(Compared)
            .ShouldContain(pair => pair.Found == "a.Mean" && pair.Expected == "a.Mean");

    private static IEnumerable<string> Statements(string text) => text.Split(";\n").Select(s => Break().Replace(s, ""));

    /// <summary>What is compared with what in a line, entry by entry where tuples are.</summary>
    private static IEnumerable<(string Found, string Expected)> Compared(string line)
    {
        foreach (Match m in Comparison().Matches(line))
        {
            var (found, expected) = (Entries(Before(line[..m.Index])), Entries(Until(line[(m.Index + m.Length)..])));
            for (var i = 0; i < Math.Min(found.Count, expected.Count); i++)
                yield return (found[i], expected[i]);
        }
    }

    // A tuple's entries; anything else is one entry.
    private static List<string> Entries(string expression)
    {
        var entries = new List<string>();
        var inner = expression is ['(', .., ')'] ? expression[1..^1] : expression;
        var (depth, from) = (0, 0);
        for (var i = 0; i <= inner.Length; i++)
        {
            if (i < inner.Length)
                depth += Opens(inner[i]);
            if (i < inner.Length && (inner[i] != ',' || depth > 0))
                continue;
            entries.Add(inner[from..i].Trim());
            from = i + 1;
        }

        return entries;
    }

    private static string Before(string text)
    {
        var (depth, i) = (0, text.Length);
        while (i > 0 && !(depth == 0 && text[i - 1] is ' ' or '('))
            depth -= Opens(text[--i]);
        return text[i..];
    }

    private static string Until(string text)
    {
        var (depth, i) = (0, 0);
        for (; i < text.Length && !(depth == 0 && text[i] is ')' or ','); i++)
            depth += Opens(text[i]);
        return text[..i];
    }

    private static int Opens(char c) =>
        c switch
        {
            '(' or '[' or '{' => 1,
            ')' or ']' or '}' => -1,
            _ => 0,
        };

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\n\s*(?=[.)])|(?<=[(\[])\n\s*", RegexOptions.None, 1_000)]
    private static partial Regex Break();

    [GeneratedRegex(@"\.ShouldBe\(", RegexOptions.None, 1_000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"(Code|Status)\.ShouldBeOneOf\([^)]*2\d\d[^)]*4\d\d", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Choice();
}
