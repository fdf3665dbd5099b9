namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Distances between what was said and what was observed, bin by bin. Lower is better; none is proper, and at small n all lie well above 0
/// for a perfect forecaster, so none should be shown without its mean under perfect calibration.
/// </summary>
public static class CalibrationError
{
    /// <summary>
    /// Expected calibration error on equal widths: mean over cases of |mean forecast - share observed| of their bin, in 0..1 (Naeini et al.
    /// 2015, AAAI).
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="bins">1 to 10,000.</param>
    /// <param name="edge">Where a forecast on an edge belongs.</param>
    /// <param name="norm">1 for ECE; the root of the mean power otherwise.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double EqualWidth(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        int bins = 10,
        BinEdge edge = BinEdge.RightClosed,
        double norm = 1,
        ReadOnlySpan<double> weights = default
    )
    {
        var edges = new EqualWidthBins(bins, edge);
        var cases = OrderedCases.Of(p, y, weights);
        return Norm(cases, Partition.EqualWidth(cases, edges), norm);
    }

    /// <summary>The same on bins of equal numbers (equal weights where there are weights); equal forecasts stay together.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="bins">At least 1.</param>
    /// <param name="norm">1 for ECE; the root of the mean power otherwise.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double EqualMass(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        int bins = 10,
        double norm = 1,
        ReadOnlySpan<double> weights = default
    )
    {
        Guard.Within(bins, 1, int.MaxValue, nameof(bins));
        var cases = OrderedCases.Of(p, y, weights);
        return Norm(cases, Partition.EqualMass(cases, bins), norm);
    }

    /// <summary>The same on the distinct forecasts: (mean |p - share observed at p|^norm)^(1/norm), in 0..1.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="norm">At least 1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double Distinct(ReadOnlySpan<double> p, ReadOnlySpan<double> y, double norm = 1, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        return Norm(cases, Partition.ByForecast(cases), norm);
    }

    /// <summary>
    /// Debiased squared error on the distinct forecasts: mean of (p - share)^2 - the unbiased variance of the share, in -1/4..1; near 0 for
    /// a perfect forecaster at any n. A forecast made once tells nothing and contributes 0 (Kumar, Liang and Ma 2019, NeurIPS).
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double DebiasedSquared(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        return DebiasedSquared(cases, Partition.ByForecast(cases));
    }

    internal static double DebiasedSquared(OrderedCases cases, IEnumerable<CaseGroup> groups)
    {
        var sum = 0.0;
        foreach (var group in groups)
        {
            if (group.Weight > 1)
                sum += (group.Weight * group.Gap * group.Gap) - Murphy.VarianceOf(group);
        }

        return sum / cases.Weight;
    }

    internal static double Norm(OrderedCases cases, IEnumerable<CaseGroup> groups, double norm = 1)
    {
        if (!(norm >= 1 && double.IsFinite(norm)))
            throw new ArgumentException($"norm is {norm:R}; it must be finite and at least 1.", nameof(norm));
        var sum = 0.0;
        foreach (var group in groups)
            sum += group.Weight * (norm == 1 ? Math.Abs(group.Gap) : Math.Pow(Math.Abs(group.Gap), norm));
        return norm == 1 ? sum / cases.Weight : Math.Pow(sum / cases.Weight, 1 / norm);
    }
}
