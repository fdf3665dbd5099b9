using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Features.Evidence;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Review;
using Forecasts.Server.Store;

namespace Forecasts.Server.Pages;

/// <summary>What is typed into the forms of a prediction's page, as the requests that the API takes.</summary>
public static class PredictionForms
{
    /// <summary>The inputs of a graded forecast, in the order of the grades.</summary>
    public static readonly IReadOnlyList<string> Grades = ["inaccurate", "half", "accurate"];

    public const string VoidWord = "void";

    public static (ForecastRequest? Request, Rejection? Refused) Forecast(IFormCollection form, ClaimKind? kind)
    {
        var rationale = form.TextOrNull("rationale");
        if (kind is GradedClaim { Expected: false })
        {
            var grades = Grades.Select(form.Share).ToList();
            return grades.Contains(null) ? (null, NoNumber("grades")) : (new(null, [.. grades.Select(g => g!.Value)], rationale), null);
        }

        return form.Share("probability") is { } probability ? (new(probability, null, rationale), null) : (null, NoNumber("probability"));
    }

    /// <param name="known">What is corrected; its languages are the form's.</param>
    public static (EvidenceRequest? Request, Rejection? Refused) Evidence(IFormCollection form, Fact? known = null)
    {
        if (form.Day("occurredOn") is not { } day) return (null, Refuse.Invalid("evidence.date", "Evidence tells what has happened: its day lies between 1900 and today.", "occurredOn"));
        var stances = new Dictionary<int, Stance>();
        foreach (var key in form.Keys.Where(k => k.StartsWith("stance", StringComparison.Ordinal)))
            if (int.TryParse(key.AsSpan("stance".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var claim) && Enum.TryParse<Stance>(form.Text(key), out var stance))
                stances[claim] = stance;
        return (new(
            day, form.Local("text", known?.Text), form.Local("source", known?.Source), form.TextOrNull("url"), form.LocalOrNull("quotation", known?.Quotation), stances), null);
    }

    public static VerdictRequest Verdict(IFormCollection form)
    {
        var verdict = form.Text("verdict");
        return new(verdict == VoidWord ? new Outcome.Void(form.Text("code")).Word : verdict, form.Text("reason"), form.TextOrNull("decidedAt"), [.. form["evidence"].OfType<string>()]);
    }

    private static Rejection NoNumber(string field) => Refuse.Invalid("forecast.form", "Give a number between 0 and 100.", field);
}
