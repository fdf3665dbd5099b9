using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Predictions;

namespace Forecasts.Server.Pages;

/// <summary>The form in which a prediction is filed, as a request.</summary>
public static class FilingForm
{
    public static string Input(int claim, string field) => string.Create(CultureInfo.InvariantCulture, $"claim{claim}.{field}");

    /// <summary>The first claim always; the others where something was typed into them.</summary>
    public static (PredictionRequest? Request, Rejection? Refused) Read(IFormCollection form)
    {
        var claims = new List<ClaimRequest>();
        for (var n = 1; n <= SeasonPage.ClaimsInForm; n++)
        {
            var (statement, criteria) = (form.Text(Input(n, "statement")), form.Text(Input(n, "criteria")));
            if (n > 1 && statement.Length == 0 && criteria.Length == 0) continue;
            if (form.Day(Input(n, "due")) is not { } due) return (null, Refuse.Invalid("claim.due", "'due' is a day such as 2024-12-31.", Input(n, "due")));
            var claim = new ClaimRequest(statement, form.Text(Input(n, "type")), criteria, due);
            if (claim.Read().Refused is { } wrong) return (null, wrong with { Field = Input(n, wrong.Field ?? "type") });
            claims.Add(claim);
        }

        return (new(form.Text("theme"), form.Text("title"), form.Text("coreJudgement"), claims, Reason: form.TextOrNull("reason")), null);
    }

    /// <summary>A refusal that is about a claim, at that claim's input: the first one that gives it by itself.</summary>
    public static Rejection Placed(Rejection refused, IReadOnlyList<Claim> claims, Season season)
    {
        var claim = claims.FirstOrDefault(c => c.Validate(season) is { } wrong && wrong.Code == refused.Code && wrong.Field == refused.Field);
        return claim is null || refused.Field is null ? refused : refused with { Field = Input(claim.Number, refused.Field) };
    }
}
