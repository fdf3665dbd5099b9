using System.Globalization;
using Forecasts.Domain;
using Forecasts.Server.Features.Layout;

namespace Forecasts.Server.Pages.Kinds;

/// <summary>The inputs in which a belief is typed, by the kind of its claim.</summary>
public static class BeliefForm
{
    /// <summary>The inputs of a graded forecast, in the order of the grades.</summary>
    public static readonly IReadOnlyList<string> Grades = ["inaccurate", "half", "accurate"];

    /// <summary>Which of the forms of a distribution is meant.</summary>
    public const string Way = "way";

    /// <summary>Three values, a table of quantiles, points of a distribution function.</summary>
    public static readonly IReadOnlyList<string> Ways = ["three", "quantiles", "cdf"];

    /// <summary>The values below which a tenth, a half and nine tenths lie.</summary>
    public static readonly IReadOnlyList<(string Input, double Level)> Three = [("low", 0.1), ("middle", 0.5), ("high", 0.9)];

    private static readonly string[] Tails = ["below", "above"];

    private const int MostRows = 200;

    /// <summary>The input of an option, by its place among those that have come, which stays.</summary>
    public static string Option(ChoiceClaim claim, string name) =>
        Numbered("option", claim.Options.Index().First(o => o.Item.Name == name).Index + 1);

    /// <summary>The sort of input that takes a value of the claim's scale.</summary>
    public static string ValueInput(RangedClaim claim) => claim is DateClaim ? "date" : "decimal";

    public static string Level(string way, int row) => Numbered(way + "-level", row);

    public static string Value(string way, int row) => Numbered(way + "-value", row);

    public static (StatedBelief? Stated, Rejection? Refused) Read(IFormCollection form, ClaimKind? kind) =>
        kind switch
        {
            GradedClaim { Expected: false } => Shares(form, Grades, shares => new(Grades: shares)),
            ChoiceClaim choice => Options(form, choice),
            RangedClaim => Distribution(form, form.Text(Way)),
            _ => Shares(form, ["probability"], shares => new(shares[0])),
        };

    /// <summary>A refusal of what was read at the input that it is about, as far as that can be told.</summary>
    public static Rejection Placed(Rejection refused, IFormCollection form, ClaimKind? kind, double lowest) =>
        kind switch
        {
            _ when refused.Field is not ("grades" or "options" or "quantiles" or "cdf") => refused,
            GradedClaim => Outside(refused, form, Grades, lowest),
            ChoiceClaim choice => Outside(refused, form, [.. choice.Names.Select(name => Option(choice, name))], lowest),
            RangedClaim => AtRow(refused, form, kind),
            _ => refused,
        };

    private static (StatedBelief? Stated, Rejection? Refused) Shares(
        IFormCollection form,
        IReadOnlyList<string> inputs,
        Func<List<double>, StatedBelief> stated
    )
    {
        var shares = inputs.Select(form.Share).ToList();
        var missing = shares.IndexOf(null);
        return missing >= 0 ? (null, NoNumber(inputs[missing])) : (stated(shares.ConvertAll(s => s!.Value)), null);
    }

    // An option that has come since the page was loaded has no input yet.
    private static (StatedBelief? Stated, Rejection? Refused) Options(IFormCollection form, ChoiceClaim choice)
    {
        List<string> asked = [.. choice.Names.Where(name => form.ContainsKey(Option(choice, name)))];
        return Shares(
            form,
            asked.ConvertAll(name => Option(choice, name)),
            shares => new(Options: asked.Zip(shares).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal))
        );
    }

    private static Rejection Outside(Rejection refused, IFormCollection form, IReadOnlyList<string> inputs, double lowest) =>
        refused.Code == "forecast.out-of-range"
        && inputs.FirstOrDefault(i => !(form.Share(i) >= lowest && form.Share(i) <= 1 - lowest)) is { } input
            ? refused with
            {
                Field = input,
            }
            : refused;

    private static (StatedBelief? Stated, Rejection? Refused) Distribution(IFormCollection form, string way)
    {
        if (Unread(form, way) is { } unread)
            return (null, unread);
        List<StatedPoint> points = [.. Points(form, way).Select(p => p.Point)];
        return way == "cdf"
            ? (new(Cdf: points), null)
            : (new(Quantiles: points, Below: form.Share("below"), Above: form.Share("above")), null);
    }

    private static Rejection? Unread(IFormCollection form, string way)
    {
        if (!Ways.Contains(way))
            return Refuse.Invalid("forecast.way", "Say in which form the forecast is given.", Way);
        if (way != "three" && Rows(form, way).FirstOrDefault(row => form.Share(Level(way, row)) is null) is var missing and > 0)
            return NoNumber(Level(way, missing));
        return way == "cdf" ? null
            : Tails.FirstOrDefault(tail => form.TextOrNull(tail) is not null && form.Share(tail) is null) is { } tail ? NoNumber(tail)
            : null;
    }

    /// <summary>What was typed as points, each with the input of its value and of its level.</summary>
    private static List<(StatedPoint Point, string Value, string Level)> Points(IFormCollection form, string way) =>
        way == "three"
            ? [.. Three.Select(t => (new StatedPoint(t.Level, Scalar.Read(form.Text(t.Input))), t.Input, t.Input))]
            :
            [
                .. Rows(form, way)
                    .Select(row =>
                        (
                            new StatedPoint(form.Share(Level(way, row)) ?? double.NaN, Scalar.Read(form.Text(Value(way, row)))),
                            Value(way, row),
                            Level(way, row)
                        )
                    ),
            ];

    // Rows in which something stands.
    private static IEnumerable<int> Rows(IFormCollection form, string way) =>
        Enumerable
            .Range(1, MostRows)
            .Where(row => form.TextOrNull(Level(way, row)) is not null || form.TextOrNull(Value(way, row)) is not null);

    // The first row with which those before it are refused for the same reason.
    private static Rejection AtRow(Rejection refused, IFormCollection form, ClaimKind kind)
    {
        var way = form.Text(Way);
        var points = Points(form, way);
        for (var count = 1; count <= points.Count; count++)
        {
            List<StatedPoint> first = [.. points.Take(count).Select(p => p.Point)];
            StatedBelief stated =
                way == "cdf" ? new(Cdf: first) : new(Quantiles: first, Below: form.Share("below"), Above: form.Share("above"));
            if (kind.Read(stated, 0, DateTimeOffset.MaxValue).Refused?.Code == refused.Code)
                return refused with { Field = refused.Code == "forecast.out-of-range" ? points[count - 1].Level : points[count - 1].Value };
        }

        return refused;
    }

    private static Rejection NoNumber(string field) => Refuse.Invalid("forecast.form", "Give a number between 0 and 100.", field);

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");
}
