using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;

namespace Forecasts.Server.Tests.Layout;

/// <summary>The words of the pages: complete in both languages, none left over, none missing.</summary>
public sealed partial class TextsTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "../../../src"));
    private static readonly Dictionary<string, string> English = Read("Texts.resx");
    private static readonly Dictionary<string, string> Chinese = Read("Texts.zh-Hans.resx");

    private static readonly string Code = string.Join(
        '\n',
        new[] { "Forecasts.Server", "Forecasts.Domain" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Source, project), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
    );

    [Fact]
    public void Both_languages_have_the_same_keys() => Chinese.Keys.Order().ShouldBe(English.Keys.Order());

    [Fact]
    public void No_text_is_empty() =>
        English.Concat(Chinese).Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key).ShouldBeEmpty();

    [Fact]
    public void Both_languages_take_the_same_placeholders() =>
        English.Where(t => !Placeholders(t.Value).SequenceEqual(Placeholders(Chinese[t.Key]))).Select(t => t.Key).ShouldBeEmpty();

    /// <summary>"1 predictions" is wrong, so whatever is counted has its singular: <c>{0:# prediction|# predictions}</c>.</summary>
    [Fact]
    public void What_is_counted_in_english_has_its_singular()
    {
        // These words are no plurals.
        string[] singular = ["came", "has", "is", "lies", "scores", "standing", "was"];
        English
            .Where(t => Counting().Matches(t.Value).Any(m => !singular.Contains(m.Groups["word"].Value)))
            .Select(t => t.Key)
            .ShouldBeEmpty();
        English
            .Concat(Chinese)
            .Where(t => t.Value.Count(c => c == '{') != Placeholder().Count(t.Value))
            .Select(t => t.Key)
            .ShouldBeEmpty("each placeholder is of the form {0} or {0:one|many}");
    }

    /// <summary>A share that is rounded before it is printed may be certain by then.</summary>
    [Fact]
    public void No_share_is_rounded_before_it_is_printed() => Rounded().Matches(Code).Select(m => m.Value).ShouldBeEmpty();

    /// <summary>Relative Brier alone is a season's score with a definition of its own.</summary>
    [Fact]
    public void Every_text_that_names_a_mean_score_says_what_it_averages() =>
        English
            .Where(t => Score().IsMatch(t.Value) && !Averaged().IsMatch(t.Value))
            .Select(t => t.Key)
            .Where(k => !k.StartsWith("error.", StringComparison.Ordinal))
            .ShouldBe(["score.relativeBrier"]);

    [Fact]
    public void No_count_stands_in_a_table_without_its_thousands_set_apart() =>
        Bare()
            .Matches(Code)
            .Select(m => m.Value)
            .ShouldBe([], "ordinals, such as a line or a place, are no counts; Numbers.Amount prints a count");

    [Fact]
    public void The_chinese_table_is_chinese() =>
        // The button for the other language speaks that language.
        Chinese.Where(t => !t.Value.Any(c => c is >= '\u4e00' and <= '\u9fff')).Select(t => t.Key).ShouldBe(["layout.other-language"]);

    [Fact]
    public void Every_key_that_a_page_asks_for_exists() => Asked().Where(key => !key.EndsWith('.')).Except(English.Keys).ShouldBeEmpty();

    [Fact]
    public void Every_family_that_a_page_asks_for_has_members() =>
        Families().Where(family => !English.Keys.Any(k => k.StartsWith(family, StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Every_key_is_used()
    {
        var families = Families().Where(f => f != "error.").ToList();
        English
            .Keys.Where(key =>
                !Code.Contains($"\"{key}\"", StringComparison.Ordinal)
                && !families.Exists(f => key.StartsWith(f, StringComparison.Ordinal))
                && !(
                    key.StartsWith("error.", StringComparison.Ordinal)
                    && Code.Contains($"\"{key["error.".Length..]}\"", StringComparison.Ordinal)
                )
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_refusal_that_a_page_may_show_is_in_the_table()
    {
        string[] ofTheApiAlone = ["import.wait", "paging.after", "paging.limit"];
        Refusal()
            .Matches(Code)
            .Select(m => m.Groups["code"].Value)
            .Distinct()
            .Except(ofTheApiAlone)
            .Where(code => !English.ContainsKey("error." + code))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_word_of_the_domain_that_pages_show_is_in_the_table()
    {
        string[] words =
        [
            .. Enum.GetNames<Domain.Seasons.Phase>().Select(n => "phase." + n),
            .. Enum.GetNames<Domain.Seasons.Visibility>().Select(n => "visibility." + n),
            .. Enum.GetNames<Domain.Seasons.ReviewMode>().SelectMany(n => new[] { "review-mode." + n, "claim.mode." + n }),
            .. ClaimTerms.Types.Select(n => "type." + n),
            .. Enum.GetNames<Domain.Evidence.Stance>().Select(n => "stance." + n),
            .. Outcome.Void.Codes.Select(c => "void." + c),
            .. Features.Layout.Mark.Kinds.Select(k => "legend." + k),
            .. Features.Results.StandingsPage.Orders.Select(o => "score." + o),
        ];
        words.Except(English.Keys).ShouldBeEmpty();
    }

    /// <summary>
    /// Whether such a table scrolls depends on what it holds and on the screen, so a browser sees the mistake by chance only.
    /// </summary>
    [Fact]
    public void Whatever_may_scroll_sideways_can_be_reached_by_keyboard_and_has_a_name() =>
        Wide()
            .Matches(Code)
            .Select(m => m.Value)
            .Where(tag => !tag.Contains("tabindex=\"0\" role=\"region\" aria-label=\"@", StringComparison.Ordinal))
            .ShouldBeEmpty();

    /// <summary>Every key in the brackets of T[..]; one that ends with a dot is the beginning of a family.</summary>
    private static IEnumerable<string> Asked() =>
        Lookup().Matches(Code).SelectMany(m => Key().Matches(m.Value)).Select(m => m.Groups["key"].Value).Distinct();

    private static IEnumerable<string> Families() => Asked().Where(k => k.EndsWith('.'));

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(m => m.Groups["n"].Value).Distinct().Order();

    private static Dictionary<string, string> Read(string file) =>
        XDocument
            .Load(Path.Combine(Source, "Forecasts.Server/Resources", file))
            .Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"(?:\bT|\btexts)\[[^\]]*", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Lookup();

    [GeneratedRegex("Brier|[Ll]og score", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Score();

    [GeneratedRegex("per claim|per forecast|on each claim|each one forecast", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Averaged();

    [GeneratedRegex(@"\{\d+\} (?<word>[a-z]+s)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Counting();

    [GeneratedRegex(@"Percent\([^;]{0,80}Math\.Round\(", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Rounded();

    private const string Cell = @"(<td class=""number[^""]*"">|<dd>|<small>)(/ )?";

    [GeneratedRegex(Cell + @"@[a-z]\w*(\.(?!Line\b|Main\b|Number\b|Year\b)[A-Z]\w*)+(?=[ <])", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Bare();

    [GeneratedRegex("<[a-z]+ class=\"wide\"[^>]*>", RegexOptions.None, 1_000)]
    private static partial Regex Wide();

    [GeneratedRegex("\"(?<key>[a-z][a-zA-Z0-9.-]*)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Key();

    [GeneratedRegex("Refuse\\.[A-Z][A-Za-z]+\\(\\s*\"(?<code>[a-z.-]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\{(?<n>\d+)(:[^{}|]*\|[^{}|]*)?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();
}
