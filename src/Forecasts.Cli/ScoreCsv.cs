namespace Forecasts.Cli;

/// <summary>One line for each group, every single number with every digit; bins and curve are in the JSON only.</summary>
public static class ScoreCsv
{
    private static readonly (string Name, Func<ScoreResult, double?> Value)[] Columns =
    [
        ("n", r => r.N),
        ("clusters", r => r.Clusters),
        ("base_rate", r => r.BaseRate),
        ("brier", r => r.Brier),
        ("log_score", r => r.LogScore),
        ("floored", r => r.Floored),
        ("spherical", r => r.Spherical),
        ("brier_skill", r => r.BrierSkill),
        ("auc", r => r.Auc),
        ("murphy_bins", r => r.Murphy.Bins),
        ("murphy_reliability", r => r.Murphy.Reliability),
        ("murphy_resolution", r => r.Murphy.Resolution),
        ("murphy_uncertainty", r => r.Murphy.Uncertainty),
        ("murphy_corrected_reliability", r => r.Murphy.BiasCorrected.Reliability),
        ("murphy_corrected_resolution", r => r.Murphy.BiasCorrected.Resolution),
        ("murphy_corrected_uncertainty", r => r.Murphy.BiasCorrected.Uncertainty),
        ("murphy_null_reliability", r => r.Murphy.NullReliability),
        ("corp_score", r => r.Corp.Score),
        ("corp_miscalibration", r => r.Corp.Miscalibration),
        ("corp_discrimination", r => r.Corp.Discrimination),
        ("corp_uncertainty", r => r.Corp.Uncertainty),
        ("corp_null_miscalibration", r => r.Corp.NullMiscalibration),
        ("corp_p", r => r.Corp.P),
        ("corp_log_score", r => r.CorpLog.Score),
        ("corp_log_miscalibration", r => r.CorpLog.Miscalibration),
        ("corp_log_discrimination", r => r.CorpLog.Discrimination),
        ("corp_log_uncertainty", r => r.CorpLog.Uncertainty),
        ("spiegelhalter_z", r => r.Spiegelhalter.Z),
        ("spiegelhalter_p", r => r.Spiegelhalter.P),
        ("in_the_large_intercept", r => r.CalibrationInTheLarge.Intercept),
        ("in_the_large_se", r => r.CalibrationInTheLarge.Se),
        ("recalibration_intercept", r => r.Recalibration.Intercept),
        ("recalibration_slope", r => r.Recalibration.Slope),
        ("recalibration_intercept_se", r => r.Recalibration.InterceptSe),
        ("recalibration_slope_se", r => r.Recalibration.SlopeSe),
        ("recalibration_p", r => r.Recalibration.LikelihoodRatioP),
        ("ece_equal_width", r => r.Ece.EqualWidth),
        ("ece_equal_mass", r => r.Ece.EqualMass),
        ("ece_null_equal_width", r => r.Ece.NullEqualWidth),
        ("debiased_squared_ece", r => r.DebiasedSquaredEce),
        ("smooth_ece", r => r.SmoothEce),
        ("hosmer_lemeshow_chi2", r => r.HosmerLemeshow.Chi2),
        ("hosmer_lemeshow_p", r => r.HosmerLemeshow.P),
        ("mean_confidence", r => r.Confidence.MeanConfidence),
        ("hit_rate", r => r.Confidence.HitRate),
    ];

    /// <summary>Writes the header and the lines; infinity is <c>inf</c>, what is undefined is empty.</summary>
    public static void Write(IEnumerable<ScoreResult> results, Output output)
    {
        output.CsvLine(Columns.Select(c => c.Name).Prepend("group"));
        foreach (var result in results)
            output.CsvLine(Columns.Select(c => Number(c.Value(result))).Prepend(result.Group ?? ""));
    }

    private static string Number(double? value) =>
        value switch
        {
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            _ => Cells.Full(value),
        };
}
