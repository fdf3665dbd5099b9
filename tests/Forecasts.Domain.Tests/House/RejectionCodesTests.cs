using System.Text.RegularExpressions;

namespace Forecasts.Domain.Tests.House;

/// <summary>A rejection code is a promise to clients and the key of its translation: each is documented, and each has a test.</summary>
public partial class RejectionCodesTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private static readonly string Domain = Path.Combine(Root, "src", "Forecasts.Domain");

    private static readonly string[] Codes = [.. CodesIn(Domain)];

    [Fact]
    public void There_are_codes() => Codes.Length.ShouldBeGreaterThan(50);

    [Fact]
    public void The_readme_lists_every_code_and_no_other()
    {
        var readme = File.ReadAllText(Path.Combine(Domain, "README.md"));
        var table = readme[readme.IndexOf("## Rejection codes", StringComparison.Ordinal)..];
        DottedCode().Matches(table).Select(m => m.Groups["code"].Value).Distinct().Order(StringComparer.Ordinal).ShouldBe(Codes);
    }

    [Fact]
    public void Every_code_is_named_by_a_test()
    {
        var tests = string.Concat(Sources(Path.Combine(Root, "tests", "Forecasts.Domain.Tests")).Select(File.ReadAllText));
        Codes.Where(code => !tests.Contains('"' + code + '"', StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("""^\| `(?<code>[a-z-]+\.[a-z0-9-]+)` \|""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex DottedCode();

    [GeneratedRegex("""(Refuse\.\w+\(\s*|Check\.Name\([^";]*)"(?<code>[a-z-]+\.[a-z0-9-]+)"(?=,)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex CodeInSource();

    private static IEnumerable<string> CodesIn(string folder) =>
        Sources(folder)
            .SelectMany(f => CodeInSource().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups["code"].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Forecasts.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!);
}
