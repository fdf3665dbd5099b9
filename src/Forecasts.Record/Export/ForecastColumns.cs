namespace Forecasts.Record.Export;

/// <summary>The columns of a table of forecasts; an import reads the same.</summary>
public static class ForecastColumns
{
    public const string Season = ClaimColumns.Season;
    public const string Prediction = ClaimColumns.Prediction;
    public const string Claim = ClaimColumns.Claim;
    public const string Analyst = "analyst";
    public const string MadeAt = "made_at";

    /// <summary>A belief that is one number.</summary>
    public const string Probability = "probability";

    /// <summary>Any other belief, as the API takes it.</summary>
    public const string ValueJson = "value_json";
    public const string EndsAt = "ends_at";
    public const string Rationale = "rationale";

    /// <summary>Those without which a row is none.</summary>
    public static readonly IReadOnlyList<string> Needed = [Season, Prediction, Claim, Analyst];

    public static readonly IReadOnlyList<string> Optional = [MadeAt, Probability, ValueJson, EndsAt, Rationale];

    public static readonly IReadOnlyList<string> All = [.. Needed, .. Optional];
}
