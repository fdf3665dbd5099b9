namespace Forecasts.Record.Export;

/// <summary>The columns of a table of scores.</summary>
public static class ScoreColumns
{
    public const string Season = ClaimColumns.Season;
    public const string Prediction = ClaimColumns.Prediction;
    public const string Claim = ClaimColumns.Claim;

    /// <summary>An analyst, or the name of a crowd.</summary>
    public const string Forecaster = "forecaster";
    public const string Crowd = "crowd";
    public const string Peer = "peer";
    public const string RelativeBrier = "relative_brier";
    public const string Baseline = "baseline";
    public const string Coverage = "coverage";
    public const string Brier = "brier";
    public const string LogScore = "log_score";
    public const string Withdrawn = "withdrawn";
    public const string Floored = "floored";

    public static readonly IReadOnlyList<string> All =
    [
        Season,
        Prediction,
        Claim,
        Forecaster,
        Crowd,
        Peer,
        RelativeBrier,
        Baseline,
        Coverage,
        Brier,
        LogScore,
        Withdrawn,
        Floored,
    ];
}
