using System.Globalization;
using System.Text.Json;
using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Vectors;

public class CalibrationVectorTests
{
    /// <summary>
    /// Every measure whose entries are checked here; entries that name an outside file are checked where that file is at hand.
    /// </summary>
    public static IReadOnlyCollection<string> Measures { get; } =
    [
        "pav_fitted",
        "pav_fitted_sequence",
        "pav_fitted_sequence_weighted",
        "corp_brier_decomposition",
        "corp_log_decomposition",
        "corp_brier_graded",
        "murphy_3_bins",
        "murphy_5_equal_width_right_closed_bins",
        "murphy_10_equal_width_right_closed_bins",
        "murphy_unique_forecast_values",
        "murphy_bias_corrected_5_bins",
        "murphy_bias_corrected_10_bins",
        "murphy_bias_corrected_3_bins_clipped",
        "ece_5_equal_width_left_closed",
        "ece_10_equal_width_left_closed",
        "ece_15_equal_width_left_closed",
        "ece_5_equal_width_right_closed",
        "ece_10_equal_width_right_closed",
        "ece_15_equal_width_right_closed",
        "ece_5_equal_mass",
        "ece_10_equal_mass",
        "ece_15_equal_mass",
        "ece_equal_mass",
        "ece_equal_width",
        "binned_calibration_error_l1_discrete",
        "binned_calibration_error_l2_discrete",
        "binned_calibration_error_l3_discrete",
        "debiased_squared_l2_ce_discrete",
        "smooth_ece_auto",
        "smooth_ece_fixed_sigma",
        "spiegelhalter_z",
        "hosmer_lemeshow_10_groups_external",
        "cox_recalibration",
        "calibration_in_the_large",
        "interval_clopper_pearson_95",
        "interval_wilson_95",
        "interval_jeffreys_95_unmodified",
        "brier_skill_score_in_sample_base_rate",
        "e_process_likelihood_ratio_calibration_of_p_against_q",
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Entries =>
        Data
            .Scoring.Ids(Measures.Contains)
            .Where(row => !Data.Scoring.ById(row.Data.Item2).GetProperty("inputs").TryGetProperty("file", out _));

    [Theory, MemberData(nameof(Entries))]
    public void The_reference_value_is_met(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        var found = Found(measure, entry);
        var (expected, tolerance) = (entry.GetProperty("expected"), entry.Number("tolerance"));
        if (expected.ValueKind == JsonValueKind.Array)
            found.Values.Single().ShouldBe(expected.Numbers(), tolerance);
        else if (expected.ValueKind == JsonValueKind.Number)
            found.Values.Single().Single().ShouldBe(expected.GetDouble(), tolerance);
        else
            foreach (var part in expected.EnumerateObject())
                found[part.Name].Single().ShouldBe(part.Value.GetDouble(), tolerance, part.Name);
    }

    private static Dictionary<string, double[]> Found(string measure, JsonElement entry)
    {
        double[] P() => entry.Input("p").Numbers();
        double[] Y() => entry.Input("y").Numbers();
        // The number within the name: bins, or the norm.
        var number = measure.Split('_').Select(part => part.TrimStart('l')).FirstOrDefault(part => int.TryParse(part, out _)) is { } digits
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : 0;
        var left = measure.EndsWith("left_closed", StringComparison.Ordinal) ? BinEdge.LeftClosed : BinEdge.RightClosed;
        return measure switch
        {
            "pav_fitted" => One(IsotonicRegression.Recalibrate(P(), Y())),
            "pav_fitted_sequence" => One(IsotonicRegression.Fit(Y())),
            "pav_fitted_sequence_weighted" => One(IsotonicRegression.Fit(Y(), entry.Input("w").Numbers())),
            "corp_brier_decomposition" or "corp_brier_graded" => Parts(Corp.Brier(P(), Y())),
            "corp_log_decomposition" => Parts(Corp.Log(P(), Y())),
            "murphy_unique_forecast_values" => Parts(Murphy.Distinct(P(), Y()), m => (m.Parts, m.Deviations)),
            "murphy_bias_corrected_3_bins_clipped" => Parts(Murphy.Binned(P(), Y(), number), m => (m.Clipped, m.CorrectedDeviations)),
            "murphy_bias_corrected_5_bins" or "murphy_bias_corrected_10_bins" => Parts(
                Murphy.Binned(P(), Y(), number),
                m => (m.BiasCorrected, m.CorrectedDeviations)
            ),
            _ when measure.StartsWith("murphy_", StringComparison.Ordinal) => Parts(
                Murphy.Binned(P(), Y(), number),
                m => (m.Parts, m.Deviations)
            ),
            "ece_equal_mass" => One(CalibrationError.EqualMass(P(), Y(), entry.Input("bins").GetInt32())),
            "ece_equal_width" => One(CalibrationError.EqualWidth(P(), Y(), entry.Input("bins").GetInt32())),
            "ece_5_equal_mass" or "ece_10_equal_mass" or "ece_15_equal_mass" => One(CalibrationError.EqualMass(P(), Y(), number)),
            _ when measure.StartsWith("ece_", StringComparison.Ordinal) => One(CalibrationError.EqualWidth(P(), Y(), number, left)),
            _ when measure.StartsWith("binned_", StringComparison.Ordinal) => One(CalibrationError.Distinct(P(), Y(), number)),
            "debiased_squared_l2_ce_discrete" => One(CalibrationError.DebiasedSquared(P(), Y())),
            "smooth_ece_auto" => SmoothCalibrationError.Of(P(), Y()) is var s ? new() { ["smece"] = [s.Value], ["sigma"] = [s.Sigma] } : [],
            "smooth_ece_fixed_sigma" => One(SmoothCalibrationError.Fixed(P(), Y(), entry.Input("sigma").GetDouble())),
            "spiegelhalter_z" => SpiegelhalterTest.Of(P(), Y()) is var z ? new() { ["Z"] = [z.Z], ["p"] = [z.P] } : [],
            "hosmer_lemeshow_10_groups_external" => HosmerLemeshowTest.Of(P(), Y()) is var h
                ? new()
                {
                    ["chi2"] = [h.ChiSquared],
                    ["p_df10"] = [h.P],
                    ["p_df8"] = [MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(4, h.ChiSquared / 2)],
                }
                : [],
            "cox_recalibration" => Parts(CoxRecalibration.Of(P(), Y())),
            "calibration_in_the_large" => CoxRecalibration.InTheLarge(P(), Y()) is var c
                ? new() { ["intercept"] = [c.Intercept], ["se"] = [c.Error] }
                : [],
            "interval_clopper_pearson_95" => Interval(entry, (k, n, level) => ClopperPearson.Interval(k, n, level)),
            "interval_wilson_95" => Interval(entry, Wilson.Interval),
            "interval_jeffreys_95_unmodified" => Interval(entry, (k, n, level) => Jeffreys.Interval(k, n, level, modified: false)),
            "brier_skill_score_in_sample_base_rate" => One(BrierSkill.InSample(P(), Y())),
            "e_process_likelihood_ratio_calibration_of_p_against_q" => EProcess.Against(P(), entry.Input("q").Numbers(), Y()) is var e
                ? new() { ["final"] = [e.Final], ["max"] = [e.Largest] }
                : [],
            _ => throw new InvalidOperationException(measure),
        };
    }

    private static Dictionary<string, double[]> One(params double[] values) => new() { [""] = values };

    private static Dictionary<string, double[]> Interval(JsonElement entry, Func<int, int, double, Interval> of)
    {
        var found = of(entry.Input("successes").GetInt32(), entry.Input("n").GetInt32(), entry.Input("level").GetDouble());
        return One(found.Lower, found.Upper);
    }

    private static Dictionary<string, double[]> Parts(ScoreDecomposition d) =>
        new()
        {
            ["S"] = [d.Score],
            ["MCB"] = [d.Miscalibration],
            ["DSC"] = [d.Discrimination],
            ["UNC"] = [d.Uncertainty],
        };

    private static Dictionary<string, double[]> Parts(Recalibration r) =>
        new()
        {
            ["intercept"] = [r.Intercept],
            ["slope"] = [r.Slope],
            ["se_intercept"] = [r.InterceptError],
            ["se_slope"] = [r.SlopeError],
            ["deviance"] = [r.Deviance],
            ["lr"] = [r.LikelihoodRatio],
        };

    private static Dictionary<string, double[]> Parts(
        MurphyDecomposition murphy,
        Func<MurphyDecomposition, (MurphyParts Value, MurphyParts Deviation)> of
    )
    {
        var (value, sd) = of(murphy);
        return new()
        {
            ["REL"] = [value.Reliability],
            ["RES"] = [value.Resolution],
            ["UNC"] = [value.Uncertainty],
            ["sdREL"] = [sd.Reliability],
            ["sdRES"] = [sd.Resolution],
            ["sdUNC"] = [sd.Uncertainty],
        };
    }
}
