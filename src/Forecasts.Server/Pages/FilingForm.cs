using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Words;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Predictions;

namespace Forecasts.Server.Pages;

/// <summary>The form in which a prediction is filed, as a request.</summary>
public static class FilingForm
{
    // A range has inputs of its own for each type; what else belongs to which type the terms know.
    private static readonly (string Name, string Type)[] Ends = [("min", "number"), ("max", "number"), ("from", "date"), ("until", "date")];

    public static string Input(int claim, string field) => string.Create(CultureInfo.InvariantCulture, $"claim{claim}.{field}");

    /// <summary>The first claim always; the others where something was typed into them.</summary>
    public static (PredictionRequest? Request, Rejection? Refused) Read(IFormCollection form)
    {
        var claims = new List<ClaimRequest>();
        for (var n = 1; n <= SeasonPage.ClaimsInForm; n++)
        {
            var (statement, criteria) = (form.Text(Input(n, "statement")), form.Text(Input(n, "criteria")));
            if (n > 1 && statement.Length == 0 && criteria.Length == 0)
                continue;
            if (form.Day(Input(n, "due")) is not { } due)
                return (null, Refuse.Invalid("claim.due", "'due' is a day such as 2024-12-31.", Input(n, "due")));
            var type = form.Text(Input(n, "type"));
            if (Stray(form, n, type) is { } stray)
                return (null, stray);
            var claim = Claim(form, n, type, statement, criteria, due);
            if (claim.Read().Refused is { } wrong)
                return (null, Placed(wrong, n, type));
            claims.Add(claim);
        }

        return (new(form.Text("theme"), form.Text("title"), form.Text("coreJudgement"), claims, Reason: form.TextOrNull("reason")), null);
    }

    /// <summary>A refusal that is about a claim, at that claim's input: the first one that gives it by itself.</summary>
    public static Rejection Placed(Rejection refused, IReadOnlyList<Claim> claims, Season season) =>
        claims.FirstOrDefault(c => c.Validate(season) is { } wrong && wrong.Code == refused.Code && wrong.Field == refused.Field)
            is { } claim
        && refused.Field is not null
            ? Placed(refused, claim.Number, claim.Kind.Word)
            : refused;

    // A range is two inputs, of days or of numbers.
    private static Rejection Placed(Rejection refused, int n, string type) =>
        refused with
        {
            Field = Input(
                n,
                refused.Field switch
                {
                    "range" => type == "date" ? "from" : "min",
                    null => "type",
                    var field => field,
                }
            ),
        };

    private static Rejection? Stray(IFormCollection form, int n, string type) =>
        ClaimTerms.Types.Contains(type)
        && Ends.FirstOrDefault(e => e.Type != type && form.TextOrNull(Input(n, e.Name)) is not null).Name is { } name
            ? Refuse.Invalid("claim.column", $"'{name}' says nothing about a claim of type {type}; leave it empty.", Input(n, name))
            : null;

    private static ClaimRequest Claim(IFormCollection form, int n, string type, string statement, string criteria, DateOnly due)
    {
        string? Given(string name) => form.TextOrNull(Input(n, name));
        // What is no number is refused as one that cannot be.
        double? Number(string name) => Given(name) is { } text ? Numeral.Read(text) ?? double.NaN : null;
        Scalar Value(string name) => Scalar.Read(Given(name) ?? "");
        StatedRange? Range(string lower, string upper) =>
            Given(lower) is null && Given(upper) is null ? null : new(Value(lower), Value(upper));
        return new(
            statement,
            type,
            criteria,
            due,
            Options: Given("options")
                ?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => new ClaimOption(name))
                .ToList(),
            Range: type == "date" ? Range("from", "until") : Range("min", "max"),
            Unit: Given("unit"),
            Scale: Given("scale"),
            OpenBounds: Given("openBounds"),
            Tolerance: Number("tolerance"),
            Step: Number("step")
        );
    }
}
