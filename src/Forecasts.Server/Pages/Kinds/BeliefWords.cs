using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Pages.Kinds;

/// <summary>Beliefs in the words of their claim's kind.</summary>
public static class BeliefWords
{
    /// <summary>What stands above the columns of a table of beliefs.</summary>
    public static IReadOnlyList<string> Columns(this IStringLocalizer<Texts> texts, ClaimKind kind) =>
        kind switch
        {
            GradedClaim { Expected: false } => [.. BeliefForm.Grades.Select(g => texts["outcome." + g].Value)],
            GradedClaim => [texts["forecast.expected"]],
            ChoiceClaim choice => choice.Names,
            NumberClaim { Unit: { } unit } => [$"{texts["forecast.median"]} ({unit})", texts["forecast.tenths"]],
            RangedClaim => [texts["forecast.median"], texts["forecast.tenths"]],
            _ => [texts["outcome.yes"]],
        };

    /// <summary>A belief in those columns.</summary>
    public static IReadOnlyList<string> Cells(this IStringLocalizer<Texts> texts, ClaimKind kind, StatedBelief stated) =>
        kind switch
        {
            ChoiceClaim choice =>
            [
                .. choice.Names.Select(name =>
                    texts.Share(stated.Options is { } all && all.TryGetValue(name, out var share) ? share : null)
                ),
            ],
            RangedClaim ranged =>
            [
                texts.Quantile(ranged, stated, 0.5),
                $"{texts.Quantile(ranged, stated, 0.1)} – {texts.Quantile(ranged, stated, 0.9)}",
            ],
            _ => [.. (stated.Grades ?? [stated.Probability ?? double.NaN]).Select(share => Numbers.Percent(share))],
        };

    /// <summary>The crowd's shares in those columns.</summary>
    public static IReadOnlyList<string> Cells(this IStringLocalizer<Texts> texts, ClaimKind kind, IReadOnlyList<double?>? shares) =>
        shares is null
            ? [.. texts.Columns(kind).Select(_ => Numbers.None)]
            : [.. shares.Select(share => kind is ChoiceClaim ? texts.Share(share) : Numbers.Percent(share))];

    /// <summary>The crowd's distribution in those columns: its median, and its other quantiles with their levels.</summary>
    public static IReadOnlyList<string> Cells(this IStringLocalizer<Texts> texts, RangedClaim kind, IReadOnlyList<StatedPoint> fan)
    {
        string At(int i) => texts.Value(kind, kind.Place(fan[i].Value) ?? double.NaN);
        var middle = fan.Count / 2;
        return
        [
            At(middle),
            string.Join(
                " · ",
                Enumerable
                    .Range(0, middle)
                    .Reverse()
                    .Select(i =>
                        $"{Numbers.Percent(fan[i].Level)} – {Numbers.Percent(fan[^(i + 1)].Level)}: {At(i)} – {At(fan.Count - 1 - i)}"
                    )
            ),
        ];
    }

    /// <summary>A belief in one line.</summary>
    public static string Sentence(this IStringLocalizer<Texts> texts, ClaimKind kind, StatedBelief stated) =>
        (kind, texts.Cells(kind, stated)) switch
        {
            (RangedClaim, [var middle, var tenths]) => texts["forecast.sentence", WithUnit(kind, middle), WithUnit(kind, tenths)],
            (_, [var one]) => one,
            (_, var cells) => string.Join(" · ", texts.Columns(kind).Zip(cells, (name, cell) => $"{name} {cell}")),
        };

    /// <summary>What was said of a claim's scale when it was filed.</summary>
    public static IEnumerable<string> Terms(this IStringLocalizer<Texts> texts, RangedClaim kind)
    {
        var (open, bounds) = (kind.Bounds.OpenWord ?? "none", kind.Bounds);
        yield return WithUnit(kind, texts["terms.range", texts.Value(kind, bounds.Min), texts.Value(kind, bounds.Max)]);
        yield return texts["terms." + open];
        if (kind is not NumberClaim number)
            yield break;
        if (number.Log)
            yield return texts["terms.log"];
        if (number.Step is { } step)
            yield return texts["terms.step", Numbers.Exact(step, number.Unit)];
        if (number.Tolerance > 0)
            yield return texts["terms.tolerance", Numbers.Exact(number.Tolerance, number.Unit)];
    }

    /// <summary>A place on a claim's scale, without its unit.</summary>
    public static string Value(this IStringLocalizer<Texts> texts, RangedClaim kind, double place) =>
        double.IsNegativeInfinity(place) ? texts["belief.below", texts.Value(kind, kind.Bounds.Min)]
        : double.IsPositiveInfinity(place) ? texts["belief.above", texts.Value(kind, kind.Bounds.Max)]
        : kind is NumberClaim number ? Numbers.Exact(Numbers.Rounded(place, number.Log ? Math.Abs(place) : number.Max - number.Min))
        : kind.At(place).ToString();

    private static string Share(this IStringLocalizer<Texts> texts, double? share) =>
        share is null ? texts["option.not-open"] : Numbers.Percent(share);

    // As it was said, where that very level was; else as the distribution has it.
    private static string Quantile(this IStringLocalizer<Texts> texts, RangedClaim kind, StatedBelief stated, double level) =>
        (stated.Quantiles ?? stated.Cdf)?.FirstOrDefault(p => p.Level == level)?.Value is { } said
            ? said.AsNumber is { } number
                ? Numbers.Exact(number)
                : said.ToString()
            : Distribution(kind, stated) is { } cdf
                ? texts.Value(kind, kind.Quantile(cdf, level))
                : Numbers.None;

    private static BucketedCdf? Distribution(RangedClaim kind, StatedBelief stated) =>
        kind.Read(stated, 0, DateTimeOffset.MaxValue).Belief is { } belief ? kind.Distribution(belief.Row) : null;

    private static string WithUnit(ClaimKind kind, string text) => kind is NumberClaim { Unit: { } unit } ? $"{text} {unit}" : text;
}
