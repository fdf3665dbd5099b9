using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Features.Evidence;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Review;
using Forecasts.Server.Pages.Kinds;
using Forecasts.Server.Store;

namespace Forecasts.Server.Pages;

/// <summary>What is typed into the forms of a prediction's page, as the requests that the API takes.</summary>
public static class PredictionForms
{
    public const string VoidWord = "void";

    /// <summary>The verdict is what was typed beside it.</summary>
    public const string ValueWord = "value";

    public static (ForecastRequest? Request, Rejection? Refused) Forecast(IFormCollection form, ClaimKind? kind)
    {
        var (stated, refused) = BeliefForm.Read(form, kind);
        return stated is null ? (null, refused) : (ForecastRequest.Of(stated, form.TextOrNull("rationale")), null);
    }

    /// <param name="known">What is corrected; its languages are the form's.</param>
    public static (EvidenceRequest? Request, Rejection? Refused) Evidence(IFormCollection form, Fact? known = null)
    {
        if (form.Day("occurredOn") is not { } day)
            return (
                null,
                Refuse.Invalid("evidence.date", "Evidence tells what has happened: its day lies between 1900 and today.", "occurredOn")
            );
        var stances = new Dictionary<int, Stance>();
        foreach (var key in form.Keys.Where(k => k.StartsWith("stance", StringComparison.Ordinal)))
            if (
                int.TryParse(key.AsSpan("stance".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var claim)
                && Enum.TryParse<Stance>(form.Text(key), out var stance)
            )
                stances[claim] = stance;
        return (
            new(
                day,
                form.Local("text", known?.Text),
                form.Local("source", known?.Source),
                form.TextOrNull("url"),
                form.LocalOrNull("quotation", known?.Quotation),
                stances
            ),
            null
        );
    }

    public static (VerdictRequest? Request, Rejection? Refused) Verdict(IFormCollection form, ClaimKind? kind)
    {
        var verdict = form.Text("verdict");
        if (verdict == VoidWord)
            verdict = new Outcome.Void(form.Text("code")).Word;
        else if (kind is RangedClaim && kind.ReadSettled(form.Text("value")) is { } outcome)
            verdict = outcome.Word;
        else if (kind is RangedClaim)
            return (null, Refuse.Invalid("verdict.value", $"Give {kind.Outcomes}, without a unit.", "value"));
        return (new(verdict, form.Text("reason"), form.TextOrNull("decidedAt"), [.. form["evidence"].OfType<string>()]), null);
    }
}
