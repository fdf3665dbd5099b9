using System.Text.RegularExpressions;

namespace Forecasts.Domain.Tests.House;

/// <summary>A new kind of claim touches at most ten files: the newest one is named in no other.</summary>
public partial class KindFilesTests
{
    private const int Most = 10;

    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void The_newest_kind_is_named_in_the_files_that_the_readme_lists_and_in_no_other()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "src", "Forecasts.Domain", "README.md"));
        var section = readme[
            readme.IndexOf("## Adding a kind of claim", StringComparison.Ordinal)..readme.IndexOf(
                "## Rejection codes",
                StringComparison.Ordinal
            )
        ];
        string[] listed = [.. Listed().Matches(section).Select(m => m.Groups["file"].Value)];
        listed.Length.ShouldBeInRange(1, Most);
        listed.Distinct().Count().ShouldBe(listed.Length);
        Sources()
            .Where(f => NamesADay().IsMatch(File.ReadAllText(f)))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .ShouldBe(listed, ignoreOrder: true);
    }

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs*", SearchOption.AllDirectories)
            .Where(f =>
                Path.GetExtension(f) is ".cs" or ".cshtml"
                && !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules")
            );

    private static string FindRoot(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Forecasts.sln")))
                return at.FullName;
        throw new InvalidOperationException("The sources are not there.");
    }

    [GeneratedRegex(@"^\| `(?<file>src/[^`]+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex Listed();

    // The kind, its outcome, its shape and its values.
    [GeneratedRegex(@"\b(DateClaim|Outcome\.Day|ClaimShape\.Date|AsDay)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NamesADay();
}
