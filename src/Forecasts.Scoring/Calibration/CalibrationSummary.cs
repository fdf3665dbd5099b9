using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Calibration;

/// <param name="Lower">Exclusive, but for the first bin.</param>
/// <param name="Upper">Inclusive.</param>
/// <param name="Intervals">
/// 95 % intervals as if each row were a case of its own; null with graded outcomes, weights, or several forecasts of one claim.
/// </param>
/// <param name="Share">The interval to be shown, which knows what hangs together.</param>
public sealed record SummaryBin(
    double Lower,
    double Upper,
    int N,
    double MeanForecast,
    double Observed,
    ShareIntervals? Intervals,
    ShareInterval Share
);

/// <param name="Wilson">For display.</param>
/// <param name="ClopperPearson">Where a guarantee is claimed.</param>
/// <param name="Jeffreys">For display.</param>
public sealed record ShareIntervals(Interval Wilson, Interval ClopperPearson, Interval Jeffreys);

/// <param name="AlwaysHalf">Mean Brier score of saying 50 % always.</param>
/// <param name="BaseRate">Of saying the base rate of these cases, known only afterwards: mean (y - ybar)^2.</param>
/// <param name="BaseRateOfOthers">Of saying the base rate of all other cases.</param>
public sealed record BrierReferences(double AlwaysHalf, double BaseRate, double BaseRateOfOthers);

/// <param name="Unfloored">Infinite where a certain forecast was wrong.</param>
/// <param name="AtFloor">With forecasts kept within the floor and 1 - floor.</param>
/// <param name="Floored">How many forecasts lay outside.</param>
public sealed record LogScores(double Unfloored, double AtFloor, int Floored);

/// <param name="Bins">Equal-width bins, right-closed.</param>
/// <param name="Seed">Seed of all resampling.</param>
/// <param name="Floor">Floor of the logarithmic score.</param>
public sealed record SummaryOptions(int Bins = 10, ulong Seed = 1, double Floor = 0.001);

/// <summary>
/// Everything a yearly report shows about one forecaster's (theme's, crowd's) calibration; each figure knows from which n it may be shown.
/// </summary>
/// <param name="N">Cases: one per claim and forecaster.</param>
/// <param name="Claims">What decides which figures are shown: several forecasts of one claim are one piece of evidence of what
/// happens.</param>
/// <param name="Clusters">Independent pieces of evidence among them.</param>
/// <param name="Graded">Cases whose outcome is neither yes nor no.</param>
/// <param name="AtHalf">Share of forecasts at 50 %.</param>
/// <param name="MeanGap">Mean outcome - mean forecast, with its interval.</param>
/// <param name="InTheLarge">The same on the logit scale.</param>
/// <param name="Cox">Recalibration intercept and slope.</param>
/// <param name="Perfect">MCB, ECE and REL beside what they are on average under perfect calibration; the curve with its consistency
/// band.</param>
/// <param name="Stated">k of n for each stated value; null with weights.</param>
/// <param name="CoxIntervals">Of <paramref name="Cox"/>, by cluster where cases hang together.</param>
public sealed record CalibrationSummary(
    int N,
    int Claims,
    int Clusters,
    int Graded,
    double BaseRate,
    double AtHalf,
    Figure<MeanWithInterval> Brier,
    BrierReferences References,
    Figure<LogScores> Log,
    double Spherical,
    Figure<MeanWithInterval> MeanGap,
    Figure<InTheLarge> InTheLarge,
    Figure<Recalibration> Cox,
    Figure<Spiegelhalter> Spiegelhalter,
    Figure<ScoreDecomposition> Corp,
    Figure<ScoreDecomposition> CorpLog,
    Figure<MurphyDecomposition> Murphy,
    Figure<PerfectlyCalibrated> Perfect,
    Figure<double> EqualMassEce,
    Figure<double> DebiasedSquaredEce,
    Figure<SmoothEce> SmoothEce,
    Figure<HosmerLemeshow> HosmerLemeshow,
    Figure<Confidence> Confidence,
    Figure<double> Auc,
    IReadOnlyList<SummaryBin> Bins,
    IReadOnlyList<StatedValue>? Stated,
    CoxIntervals CoxIntervals
)
{
    /// <summary>
    /// Brier skill against the base rate of the same cases; NaN where all outcomes are equal. <see cref="SkillComparison"/> has intervals.
    /// </summary>
    public double Skill => SkillScore.Of(Corp.Value.Score, References.BaseRate);

    /// <summary>Computes all of it.</summary>
    /// <param name="p">Forecasts in 0..1, at least one; the expected grade where there are grades.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="options">Bins, seed, floor.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    /// <param name="half">For three grades: the probability of "half right" of each row.</param>
    /// <param name="claims">For several forecasters together: equal numbers stand for the same claim, whose one outcome its rows share.
    /// None: each row is a claim of its own.</param>
    /// <param name="before">Where rows are options of a claim, each against the rest: the probability of the options before it, 0 of other
    /// rows; with claims.</param>
    public static CalibrationSummary Of(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        SummaryOptions? options = null,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        ReadOnlySpan<double> half = default,
        ReadOnlySpan<int> claims = default,
        ReadOnlySpan<double> before = default
    )
    {
        options ??= new();
        Guard.Clusters(clusters, p.Length);
        Guard.Clusters(claims, p.Length);
        Guard.Within(options.Floor, 0, 0.5, nameof(options.Floor));
        var bins = new EqualWidthBins(options.Bins);
        var (cases, draws) = PerfectCalibration.Draws(p, y, weights, half, clusters, claims, before);
        var (ps, ys, ws, n) = (cases.P, cases.Y, cases.Weights, claims.IsEmpty ? cases.Count : Means.Claims(claims, weights));
        var (blocks, groups) = (IsotonicRegression.Blocks(cases), Partition.EqualWidth(cases, bins).ToList());
        if (clusters.IsEmpty)
            clusters = claims;
        var (brier, alone) = (Means.Brier(p, y, weights, clusters), claims.IsEmpty);
        var shares = CalibrationBins.Shares(bins, p, y, weights, clusters);
        var cox = alone ? CoxRecalibration.Of(ps, ys, ws) : CoxRecalibration.Of(p, y, weights, claims);
        var hang = brier.Clusters < cases.Count && n >= Threshold.Cox.GreyFrom;
        return new(
            cases.Count,
            n,
            brier.Clusters,
            cases.Count - ys.Count(outcome => outcome is 0 or 1),
            cases.BaseRate,
            cases.ShareAt(0.5),
            Threshold.Always.Of(n, brier),
            Means.References(cases, y, weights, claims),
            Threshold.Always.Of(n, Means.Log(cases, options.Floor)),
            Means.Of(cases, default(SphericalLoss)),
            Threshold.InTheLarge.Of(n, Means.Gap(p, y, weights, clusters)),
            Threshold.InTheLarge.Of(
                n,
                alone ? CoxRecalibration.InTheLarge(ps, ys, ws) : CoxRecalibration.InTheLarge(p, y, weights, claims)
            ),
            Threshold.Cox.Of(n, cox),
            Threshold.Spiegelhalter.Of(n, alone ? SpiegelhalterTest.Of(ps, ys, ws) : SpiegelhalterTest.Of(p, y, weights, claims)),
            Threshold.Corp.Of(n, Calibration.Corp.Decompose(cases, blocks, default(BrierLoss))),
            Threshold.Corp.Of(n, Calibration.Corp.Decompose(cases, blocks, default(LogLoss))),
            Threshold.Corp.Of(n, Calibration.Murphy.Of(cases, groups)),
            Threshold.Corp.Of(n, PerfectCalibration.Of(cases, draws, blocks, new(options.Bins, Seed: options.Seed))),
            Threshold.Corp.Of(n, CalibrationError.Norm(cases, Partition.EqualMass(cases, options.Bins))),
            Threshold.Corp.Of(n, CalibrationError.DebiasedSquared(cases, Partition.ByForecast(cases))),
            Threshold.Corp.Of(n, SmoothCalibrationError.Of(ps, ys, ws)),
            Threshold.Corp.Of(n, HosmerLemeshowTest.Of(cases)),
            Threshold.Confidence.Of(n, FoldedConfidence.Of(ps, ys, ws)),
            Threshold.Always.Of(n, Concordance.Of(cases)),
            [.. groups.Select(group => Bin(cases, group, bins, alone, shares))],
            ws is not null ? null
                : alone ? StatedValues.Of(cases)
                : StatedValues.Of(p, y, claims),
            ScoreInterval.Cox(hang ? CoxRecalibration.Of(p, y, weights, clusters) : cox, brier.Clusters)
        );
    }

    private static SummaryBin Bin(
        OrderedCases cases,
        CaseGroup group,
        EqualWidthBins bins,
        bool alone,
        Dictionary<int, ShareInterval> shares
    )
    {
        var bin = bins.Of(cases.P[group.From]);
        var (k, n) = ((int)group.Outcomes, group.Count);
        var intervals =
            alone && cases.Weights is null && cases.IsBinary
                ? new ShareIntervals(Wilson.Interval(k, n), ClopperPearson.Interval(k, n), Jeffreys.Interval(k, n))
                : null;
        var (lower, upper) = (bins.Lower(bin), bins.Upper(bin));
        return new(lower, upper, n, Math.Clamp(group.Forecast, lower, upper), group.Observed, intervals, shares[bin]);
    }
}
