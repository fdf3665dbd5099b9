namespace Forecasts.Scoring.Calibration;

/// <param name="Reliability">Lower is better. Bias-corrected values may lie slightly below 0.</param>
/// <param name="Resolution">Higher is better.</param>
/// <param name="Uncertainty">Not the forecaster's doing.</param>
public sealed record MurphyParts(double Reliability, double Resolution, double Uncertainty);

/// <summary>
/// Mean Brier = REL - RES + UNC + WBV - 2 WBC (Stephenson, Coelho and Jolliffe 2008, Weather and Forecasting 23); on distinct values the
/// last two are 0.
/// </summary>
/// <param name="Parts">REL = mean over cases of (mean forecast - share observed)^2 of their bin; RES = mean of (share observed - base
/// rate)^2; UNC = mean (y - ybar)^2.</param>
/// <param name="BiasCorrected">After Ferro and Fricker 2012 (QJRMS 138): REL - s, RES - s + t, UNC + t; unclipped.</param>
/// <param name="Clipped">The same with s and t scaled down so that no part leaves its range, as some packages print it.</param>
/// <param name="Deviations">Standard deviations of <paramref name="Parts"/> by the delta method (Siegert 2014, QJRMS 140).</param>
/// <param name="CorrectedDeviations">Those of <paramref name="BiasCorrected"/>.</param>
/// <param name="WithinBinVariance">WBV: mean squared distance of a forecast from the mean of its bin.</param>
/// <param name="WithinBinCovariance">WBC: mean of (p - mean p)(y - mean y) of the bin.</param>
public sealed record MurphyDecomposition(
    MurphyParts Parts,
    MurphyParts BiasCorrected,
    MurphyParts Clipped,
    MurphyParts Deviations,
    MurphyParts CorrectedDeviations,
    double WithinBinVariance,
    double WithinBinCovariance
);

/// <summary>
/// The decomposition of the mean Brier score by bins (Murphy 1973, J. Appl. Meteorol. 12). It depends on the bins; CORP does not.
/// </summary>
public static class Murphy
{
    /// <summary>On equal widths.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="bins">1 to 10,000.</param>
    /// <param name="edge">Where a forecast on an edge belongs.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static MurphyDecomposition Binned(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        int bins = 10,
        BinEdge edge = BinEdge.RightClosed,
        ReadOnlySpan<double> weights = default
    )
    {
        var edges = new EqualWidthBins(bins, edge);
        var cases = OrderedCases.Of(p, y, weights);
        return Of(cases, [.. Partition.EqualWidth(cases, edges)]);
    }

    /// <summary>On the distinct forecasts, for people who use few round numbers.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static MurphyDecomposition Distinct(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        return Of(cases, [.. Partition.ByForecast(cases)]);
    }

    /// <summary>The generic decomposition with R = the mean outcome of each equal-width bin: MCB = REL + WBV - 2 WBC, DSC = RES.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="score">The score.</param>
    /// <param name="bins">1 to 10,000.</param>
    /// <param name="edge">Where a forecast on an edge belongs.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static ScoreDecomposition Decompose<TScore>(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        TScore score,
        int bins = 10,
        BinEdge edge = BinEdge.RightClosed,
        ReadOnlySpan<double> weights = default
    )
        where TScore : struct, IProperScore
    {
        var edges = new EqualWidthBins(bins, edge);
        var cases = OrderedCases.Of(p, y, weights);
        return ScoreDecomposition.Of(cases, Partition.EqualWidth(cases, edges), score);
    }

    internal static MurphyDecomposition Of(OrderedCases cases, List<CaseGroup> groups)
    {
        var n = cases.Weight;
        double reliability = 0,
            resolution = 0,
            s = 0;
        foreach (var group in groups)
        {
            reliability += group.Weight * group.Gap * group.Gap / n;
            resolution += group.Weight * Math.Pow(group.Observed - cases.BaseRate, 2) / n;
            s += VarianceOf(group) / n;
        }

        var uncertainty = 0.0;
        foreach (var group in groups)
            uncertainty += group.Squares / n;
        uncertainty = Math.Max(0, uncertainty - (cases.BaseRate * cases.BaseRate));
        var t = n > 1 ? uncertainty / (n - 1) : 0;
        var parts = new MurphyParts(reliability, resolution, uncertainty);
        var share = Share(parts, s, t);
        var (plain, corrected, within) = MurphyDeviations.Of(cases, groups);
        return new(
            parts,
            Corrected(parts, s, t),
            Corrected(parts, share * s, share * t),
            plain,
            corrected,
            within.Variance,
            within.Covariance
        );
    }

    /// <summary>The unbiased variance of the outcomes in a bin; 0 where there is but one.</summary>
    internal static double VarianceOf(CaseGroup group) =>
        group.Weight > 1 ? (group.Squares - (group.Outcomes * group.Outcomes / group.Weight)) / (group.Weight - 1) : 0;

    private static MurphyParts Corrected(MurphyParts parts, double s, double t) =>
        new(parts.Reliability - s, parts.Resolution - s + t, parts.Uncertainty + t);

    // The largest share of the correction that keeps REL and RES above 0, RES below 1 and UNC below 1/4.
    private static double Share(MurphyParts parts, double s, double t) =>
        Math.Max(
            0,
            new[]
            {
                1,
                Share(parts.Reliability, s),
                Share(parts.Resolution, s - t),
                Share(1 - parts.Resolution, t - s),
                Share(0.25 - parts.Uncertainty, t),
            }.Min()
        );

    // What has shrunk by no more than rounding needs no room: with one bin s is t, and their difference is chance.
    private static double Share(double room, double taken) => taken > 1e-15 ? room / taken : 1;
}
