using System.Text.Json.Serialization;

namespace Forecasts.Domain.Kinds;

/// <summary>How probable it is that the outcome lies at this value or below.</summary>
/// <param name="Level">In 0..1.</param>
/// <param name="Value">A number, or a day.</param>
public sealed record StatedPoint(double Level, Scalar Value)
{
    /// <summary>Level and value as numbers; a day is its number since the first of January of the year 1.</summary>
    [JsonIgnore]
    internal double[] Row => [Level, Value.AsNumber ?? Value.AsDay?.DayNumber ?? double.NaN];
}

/// <summary>A belief as files and the API say it: one of its forms, the one that the claim's kind takes.</summary>
/// <param name="Probability">Of a yes; of <c>expected</c> the expected grade.</param>
/// <param name="Grades">Of inaccurate, half right, accurate.</param>
/// <param name="Options">By option.</param>
/// <param name="Quantiles">Levels with their values, joined by a monotone cubic.</param>
/// <param name="Cdf">Points of a distribution function, joined by straight lines.</param>
/// <param name="Below">Beside quantiles: the probability that it lies below an open lower end; 0 by default.</param>
/// <param name="Above">The same above an open upper end.</param>
public record StatedBelief(
    double? Probability = null,
    IReadOnlyList<double>? Grades = null,
    IReadOnlyDictionary<string, double>? Options = null,
    IReadOnlyList<StatedPoint>? Quantiles = null,
    IReadOnlyList<StatedPoint>? Cdf = null,
    double? Below = null,
    double? Above = null
)
{
    /// <summary>Null where exactly one of these forms was given, and nothing that belongs to another.</summary>
    /// <param name="expected">The sentence that says what the claim takes.</param>
    internal Rejection? MustBe(string expected, params ReadOnlySpan<string> forms)
    {
        string?[] all =
        [
            Probability is null ? null : "probability",
            Grades is null ? null : "grades",
            Options is null ? null : "options",
            Quantiles is null ? null : "quantiles",
            Cdf is null ? null : "cdf",
        ];
        string[] given = [.. all.OfType<string>()];
        var tails = Below is not null || Above is not null;
        return given is [var one] && forms.Contains(one) && !(tails && one != "quantiles")
            ? null
            : Refuse.Invalid("forecast.form", expected, forms[0]);
    }
}
