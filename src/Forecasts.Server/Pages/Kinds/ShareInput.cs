using System.Globalization;
using Forecasts.Server.Features.Layout;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Pages.Kinds;

/// <summary>An input of one share of several that sum to 100 %.</summary>
/// <param name="Known">As a percentage without its sign; null where none stands.</param>
public sealed record ShareInput(string Name, string Label, string? Known)
{
    /// <summary>Of the grades, in their order.</summary>
    public static IReadOnlyList<ShareInput> Of(IStringLocalizer<Texts> texts, IReadOnlyList<string> grades, IReadOnlyList<double>? known) =>
        [.. grades.Select((grade, i) => new ShareInput(grade, texts["outcome." + grade] + " %", Numbers.Typed(known?[i])))];

    /// <summary>Of a claim's options, in the order in which they are shown.</summary>
    public static IReadOnlyList<ShareInput> Of(ChoiceClaim claim, IReadOnlyDictionary<string, double>? known) =>
        [
            .. claim.Names.Select(name => new ShareInput(
                BeliefForm.Option(claim, name),
                name + " %",
                known is not null && known.TryGetValue(name, out var share) ? Numbers.Typed(share) : null
            )),
        ];

    /// <summary>What was typed altogether, as a share; null where nothing was. What is no number counts nothing.</summary>
    public static double? Sum(IEnumerable<string?> typed)
    {
        decimal[] numbers =
        [
            .. typed
                .Where(t => !string.IsNullOrWhiteSpace(t))
                .Select(t =>
                    decimal.TryParse(
                        t,
                        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var n
                    )
                    && Math.Abs(n) < 1e9m
                        ? n
                        : 0
                ),
        ];
        return numbers.Length == 0 ? null : (double)Math.Round(numbers.Sum() / 100, 8);
    }
}
