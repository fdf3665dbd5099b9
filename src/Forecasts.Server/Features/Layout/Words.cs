using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Review;
using Forecasts.Scoring.Words;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Features.Layout;

/// <summary>Words for what the domain names by codes.</summary>
public static class Words
{
    /// <summary>A refusal in the reader's language by its code, where {0} is the field; else the domain's English sentence.</summary>
    public static string Says(this IStringLocalizer<Texts> texts, Rejection rejection) =>
        texts["error." + rejection.Code, rejection.Field?.Split('.')[^1] ?? ""] is { ResourceNotFound: false } known
            ? known.Value
            : rejection.Message;

    /// <summary>
    /// A refusal whose sentence has details that its code has not: that sentence, and where it is not in the reader's language, behind the
    /// translated one.
    /// </summary>
    public static IHtmlContent Details(this IStringLocalizer<Texts> texts, Rejection rejection)
    {
        if (ReaderPage.Language == "en")
            return new HtmlContentBuilder().Append(rejection.Message);
        return new HtmlContentBuilder()
            .Append(texts.Says(rejection))
            .AppendHtml(" <span class=\"soft\" lang=\"en\">")
            .Append(rejection.Message)
            .AppendHtml("</span>");
    }

    /// <summary>How a claim stands: its outcome, the reason why it is void, or that it is open or in conflict.</summary>
    /// <param name="type">The claim's kind as a word, for an option or a number is told as it is.</param>
    /// <param name="unit">Of a number.</param>
    public static string Standing(this IStringLocalizer<Texts> texts, string type, string? unit, string status, string? outcome) =>
        status == "inConflict" || outcome is null ? texts["status." + status]
        : Outcome.Void.Read(outcome) is { Code: var code } ? $"{texts["status.void"]}: {texts["void." + code]}"
        : Grades(type) ? texts["outcome." + outcome]
        : type == "number" && Numeral.Read(outcome) is { } number ? Numbers.Exact(number, unit)
        : outcome;

    /// <summary>The mark of how a claim stands, with that word.</summary>
    public static Mark Mark(this IStringLocalizer<Texts> texts, string type, string? unit, string status, string? outcome) =>
        new(Layout.Mark.KindOf(type, status, outcome), texts.Standing(type, unit, status, outcome));

    /// <summary>True where a claim of that kind comes out right or wrong: its outcomes are words of ours.</summary>
    public static bool Grades(string type) => type is "binary" or "three" or "expected";
}

/// <summary>Numbers as they are read, the same in every language.</summary>
public static class Numbers
{
    public const string None = "–";

    /// <summary>A share as a percentage, with a decimal only where there is one; almost certain is not certain.</summary>
    public static string Percent(double? share, int decimals = 1) =>
        share switch
        {
            null => None,
            { } s when double.IsFinite(s) => Forecasts.Charts.Percent.Of(s, decimals).Replace('-', '−'),
            { } s => Number(s, "0") + " %",
        };

    /// <summary>A probability for an input, as a percentage without its sign: exactly what is kept, the same when sent again.</summary>
    public static string? Typed(double? share)
    {
        if (share is not { } s)
            return null;
        var exact = decimal.Parse(s.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return (exact * 100).ToString("0." + new string('#', 28), CultureInfo.InvariantCulture);
    }

    /// <summary>A difference of shares in percentage points with its sign, by the same rule as <see cref="Percent"/>.</summary>
    public static string Points(double share, int decimals = 0)
    {
        if (!double.IsFinite(share))
            return Signed(share, decimals);
        var points = Forecasts.Charts.Percent.Number(Math.Abs(share), decimals);
        return points == "0" ? points : (share < 0 ? "−" : "+") + points;
    }

    public static string Plain(double? value, int decimals = 3) => value is not { } v ? None : Number(v, "0." + new string('0', decimals));

    /// <summary>With its sign, for scores around zero.</summary>
    public static string Signed(double? value, int decimals = 1)
    {
        if (value is not { } v)
            return None;
        var text = Plain(v, decimals);
        return v > 0 && text.Any(c => c is >= '1' and <= '9') ? "+" + text : text;
    }

    /// <summary>A figure's value, grouped and without needless decimals.</summary>
    public static string Amount(double value) => Number(value, "#,0.##");

    /// <summary>A number that somebody gave, with every digit, and its unit.</summary>
    public static string Exact(double value, string? unit = null)
    {
        var text =
            value == 0 || Math.Abs(value) >= 1e-9 ? Number(value, "#,0.############") : value.ToString("R", CultureInfo.InvariantCulture);
        return unit is null ? text : $"{text} {unit}";
    }

    /// <summary>A number that was computed, by its first four digits on a scale of that size.</summary>
    public static double Rounded(double value, double size) =>
        size > 0 ? Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 12)) : value;

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Day and time by the clocks of a zone, whose name stands once on the page.</summary>
    public static string Moment(DateTimeOffset local) => local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day alone where it is told by days: from its first minute on.</summary>
    public static string DayOrMoment(DateTimeOffset local) =>
        local.TimeOfDay == TimeSpan.Zero ? Day(DateOnly.FromDateTime(local.DateTime)) : Moment(local);

    /// <summary>A coordinate in a drawing.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value, string form)
    {
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        var text = value.ToString(form, CultureInfo.InvariantCulture);
        // What rounds to zero has no sign.
        return text.Any(c => c is >= '1' and <= '9') ? text.Replace('-', '−') : text.TrimStart('-');
    }
}
