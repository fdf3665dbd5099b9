using System.Text.Json.Serialization;
using Forecasts.Scoring.Calibration;

namespace Forecasts.Record.Contract;

/// <summary>
/// One value per claim and forecaster, the one standing at close; graded claims enter with their expected grade, a choice with each
/// of its options against the rest.
/// </summary>
/// <param name="N">Cases: forecasts, but of a choice its options.</param>
/// <param name="MeanForecast">Of forecasts of one number: the options of a choice always add up to what comes.</param>
/// <param name="Figures">For the picture; null where there is none.</param>
/// <param name="Early">Claims that were decided before their due date and count from then on: whatever can only come true early would count
/// too soon, and make forecasts look too low.</param>
public sealed record CalibrationTable(
    int N,
    int Claims,
    double? MeanForecast,
    double? MeanOutcome,
    IReadOnlyList<CalibrationBin> Bins,
    CalibrationFigures? Figures = null,
    int Early = 0,
    ChoiceCount? Choice = null
)
{
    /// <summary>How many forecasts the cases are of.</summary>
    [JsonIgnore]
    public int Forecasts => N - (Choice?.Cases ?? 0) + (Choice?.Forecasts ?? 0);

    /// <summary>The interval of what happened in a range; frozen before clusters were counted, what it was published with.</summary>
    public static Interval? Shown(CalibrationBin bin) => bin.Clusters is null ? bin.Wilson : bin.Interval;
}

/// <summary>What the picture of a calibration needs: a curve where it can be told from noise, k of n always.</summary>
public sealed record CalibrationFigures(IReadOnlyList<CurveRow>? Curve, IReadOnlyList<StatedRow> Stated);

/// <summary>A point of the CORP curve with its consistency band.</summary>
public sealed record CurveRow(double Said, double Happened, double Lower, double Upper);

/// <summary>
/// k of n for a stated value, with the range that would be usual if it were right; null with grades, or where a claim is counted twice.
/// </summary>
public sealed record StatedRow(double Said, int N, double Happened, int? UsualLower, int? UsualUpper);

/// <summary>How many of the forecasts that are counted are of choices, each option of which is a case in calibration.</summary>
public sealed record ChoiceCount(int Claims, int Forecasts, int Cases);
