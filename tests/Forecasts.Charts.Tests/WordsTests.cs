using System.Text.RegularExpressions;
using Forecasts.Charts.Texts;

namespace Forecasts.Charts.Tests;

/// <summary>The words of both languages, held together.</summary>
public sealed partial class WordsTests
{
    private static IEnumerable<(string Key, string English, string Chinese)> Table =>
        typeof(Words)
            .GetProperties()
            .Where(p => p.PropertyType == typeof(string) && p.Name is not (nameof(Words.Language) or nameof(Words.Italic)))
            .Select(p => (p.Name, (string)p.GetValue(Words.In("en"))!, (string)p.GetValue(Words.In("zh-Hans"))!));

    [Fact]
    public void Every_word_is_said_in_chinese() =>
        Table.Where(t => t.Key != nameof(Words.Named) && !t.Chinese.Any(c => c is >= '\u4e00' and <= '\u9fff')).ShouldBeEmpty();

    [Fact]
    public void Both_languages_take_the_same_numbers() =>
        Table.Where(t => !Holes(t.English).SequenceEqual(Holes(t.Chinese))).ShouldBeEmpty();

    private static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Groups["n"].Value).Order();

    [Fact]
    public void English_is_plain_english() => Table.Where(t => t.English.Any(c => c > 0x2000)).ShouldBeEmpty();

    [GeneratedRegex(@"\{(?<n>\d)(:[^{}|]*\|[^{}|]*)?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Hole();
}
