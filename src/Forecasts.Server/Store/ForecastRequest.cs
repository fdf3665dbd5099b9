namespace Forecasts.Server.Store;

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
