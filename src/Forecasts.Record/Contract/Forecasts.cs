using System.Text.Json.Serialization;

namespace Forecasts.Record.Contract;

/// <summary>A belief as it is sent, with its rationale.</summary>
public sealed record ForecastRequest(
    double? Probability = null,
    IReadOnlyList<double>? Grades = null,
    string? Rationale = null,
    IReadOnlyDictionary<string, double>? Options = null,
    IReadOnlyList<StatedPoint>? Quantiles = null,
    IReadOnlyList<StatedPoint>? Cdf = null,
    double? Below = null,
    double? Above = null
) : StatedBelief(Probability, Grades, Options, Quantiles, Cdf, Below, Above)
{
    public static ForecastRequest Of(StatedBelief stated, string? rationale) =>
        new(stated.Probability, stated.Grades, rationale, stated.Options, stated.Quantiles, stated.Cdf, stated.Below, stated.Above);
}

/// <param name="Stated">What the members were taken from; null where the answer was read.</param>
/// <param name="Changed">False where it was so already.</param>
/// <param name="Version">Of the forecasts of this analyst on the prediction, for If-Match.</param>
public sealed record ForecastAnswer(
    string Prediction,
    int Claim,
    [property: JsonIgnore] StatedBelief Stated,
    bool Withdrawn,
    bool Changed,
    long Version
) : StatedBelief(Stated ?? new());
