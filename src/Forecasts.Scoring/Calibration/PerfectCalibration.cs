namespace Forecasts.Scoring.Calibration;

/// <param name="Observed">What was found.</param>
/// <param name="Mean">What a perfectly calibrated forecaster gets on average with these forecasts; never show the one without the
/// other.</param>
/// <param name="P">How often such a forecaster gets as much or more: (1 + resamples at or above) / (1 + resamples).</param>
public sealed record NullComparison(double Observed, double Mean, double P);

/// <param name="X">A forecast that was made.</param>
/// <param name="Y">The CORP curve there.</param>
/// <param name="Consistency">Where the curve would lie under perfect calibration, pointwise.</param>
public sealed record CurvePoint(double X, double Y, Interval Consistency);

/// <param name="Resamples">How many sets of outcomes were drawn.</param>
/// <param name="Miscalibration">CORP's MCB of the Brier score.</param>
/// <param name="Ece">Expected calibration error on equal-width, right-closed bins.</param>
/// <param name="Reliability">Murphy's REL on the same bins.</param>
/// <param name="Curve">The CORP curve with its consistency band, at the edges of its steps and at up to 101 forecasts between.</param>
public sealed record PerfectlyCalibrated(
    int Resamples,
    NullComparison Miscalibration,
    NullComparison Ece,
    NullComparison Reliability,
    IReadOnlyList<CurvePoint> Curve
);

/// <param name="Bins">Equal-width bins of ECE and REL.</param>
/// <param name="Level">Level of the band, above 0 and below 1.</param>
/// <param name="Seed">The same seed gives the same result, whatever the order of the rows.</param>
/// <param name="Resamples">Null: 1,000 up to 10,000 cases, then 10^7/n, at least 100.</param>
public sealed record ResamplingOptions(int Bins = 10, double Level = 0.9, ulong Seed = 1, int? Resamples = null);

/// <summary>
/// What these forecasts would look like had each been right: the null distribution of the calibration measures, and the consistency band
/// (Broecker and Smith 2007, Weather and Forecasting 22).
/// </summary>
/// <remarks>
/// Outcomes are drawn from the stated p: yes or no, or one of three grades where <c>half</c> is given. Other grades (an expected grade says
/// nothing of the spread) keep the misses that were seen and throw their signs, one throw per cluster.
/// </remarks>
public static class PerfectCalibration
{
    private const int BetweenPoints = 101;

    /// <summary>Draws outcomes and measures them.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="options">Bins, level, seed, number of resamples.</param>
    /// <param name="weights">Weights of the cases; a case is drawn once, whatever its weight.</param>
    /// <param name="half">For three grades: the probability of "half right" of each row; p is P(accurate) + P(half)/2.</param>
    /// <param name="clusters">For expected grades: equal numbers stand for the same cluster; none: each row is its own.</param>
    /// <param name="claims">Equal numbers stand for the same claim, whose one outcome its rows share; none: each row is a claim of its
    /// own.</param>
    /// <param name="before">Where rows are options of a claim, each against the rest: the probability of the options before it, 0 of other
    /// rows; with claims.</param>
    public static PerfectlyCalibrated Of(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ResamplingOptions? options = null,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> half = default,
        ReadOnlySpan<int> clusters = default,
        ReadOnlySpan<int> claims = default,
        ReadOnlySpan<double> before = default
    )
    {
        options ??= new();
        Guard.Cases(p, y, weights);
        Guard.Confidence(options.Level, nameof(options.Level));
        Guard.Clusters(clusters, p.Length);
        Guard.Clusters(claims, p.Length);
        if (options.Resamples is { } given)
            Guard.Within(given, 1, int.MaxValue, nameof(options.Resamples));
        var (cases, draws) = Draws(p, y, weights, half, clusters, claims, before);
        return Of(cases, draws, IsotonicRegression.Blocks(cases), options);
    }

    /// <summary>How many resamples n cases get.</summary>
    public static int ResamplesFor(int n) => n <= 10_000 ? 1_000 : Math.Max(100, 10_000_000 / n);

    internal static PerfectlyCalibrated Of(OrderedCases cases, IOutcomeDraws draws, List<CaseGroup> blocks, ResamplingOptions options)
    {
        var measures = new ResampledMeasures(cases, new(options.Bins), Points(cases, blocks));
        var resamples = options.Resamples ?? ResamplesFor(cases.Count);
        var observed = measures.Measure(cases.Ties.Outcomes);
        var curve = new double[measures.X.Length];
        measures.Curve((i, y) => curve[i] = y);
        var (sums, random) = (new double[cases.Ties.Count], new Seeded(options.Seed));
        var (miscalibration, ece, reliability) = (
            new Tally(observed.Miscalibration),
            new Tally(observed.Ece),
            new Tally(observed.Reliability)
        );
        var curves = Array.ConvertAll(curve, _ => new double[resamples]);
        for (var r = 0; r < resamples; r++)
        {
            draws.Next(ref random, sums);
            var drawn = measures.Measure(sums);
            miscalibration.Add(drawn.Miscalibration);
            ece.Add(drawn.Ece);
            reliability.Add(drawn.Reliability);
            measures.Curve((i, y) => curves[i][r] = y);
        }

        var tail = (1 - options.Level) / 2;
        return new(
            resamples,
            miscalibration.Compared(resamples),
            ece.Compared(resamples),
            reliability.Compared(resamples),
            [.. curve.Select((y, i) => new CurvePoint(measures.X[i], y, Middle(curves[i], tail)))]
        );
    }

    internal static (OrderedCases Cases, IOutcomeDraws Draws) Draws(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> half,
        ReadOnlySpan<int> clusters,
        ReadOnlySpan<int> claims,
        ReadOnlySpan<double> before
    )
    {
        Guard.Before(p, before, claims);
        if (!half.IsEmpty)
        {
            Guard.SameLength(p.Length, nameof(p), half.Length, nameof(half));
            Guard.Halves(p, half);
            if (!claims.IsEmpty && OrderedCases.Of(p, y, weights) is var shared)
                return (shared, new SharedDraws(shared, p, weights, half, claims, before));
            var (graded, carried) = OrderedCases.Of(p, y, weights, half.ToArray());
            return (graded, new GradeDraws(graded, carried));
        }

        if (y.IndexOfAnyExcept(0, 1) < 0)
        {
            var cases = OrderedCases.Of(p, y, weights);
            return (cases, claims.IsEmpty ? new YesNoDraws(cases) : new SharedDraws(cases, p, weights, default, claims, before));
        }

        if (clusters.IsEmpty)
            clusters = claims;
        var keys = new double[p.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = clusters.IsEmpty ? 0 : clusters[i];
        var (expected, own) = OrderedCases.Of(p, y, weights, keys);
        if (clusters.IsEmpty)
            own = [.. Enumerable.Range(0, own.Length).Select(i => (double)i)];
        var names = own.Distinct().Order().ToArray();
        return (expected, new SignDraws(expected, Array.ConvertAll(own, c => Array.BinarySearch(names, c)), names.Length));
    }

    // The first cases of the distinct forecasts at which the curve is drawn: the edges of its steps, and some between.
    private static SortedSet<int> Points(OrderedCases cases, List<CaseGroup> blocks)
    {
        var rows = new SortedSet<int>();
        foreach (var block in blocks)
        {
            rows.Add(block.From);
            rows.Add(block.To - 1);
        }

        for (var i = 0; i < BetweenPoints; i++)
            rows.Add((int)((cases.Count - 1L) * i / (BetweenPoints - 1)));
        return rows;
    }

    private static Interval Middle(double[] values, double tail)
    {
        Array.Sort(values);
        var cut = (int)Math.Floor(tail * values.Length);
        return new(Math.Clamp(values[cut], 0, 1), Math.Clamp(values[values.Length - 1 - cut], 0, 1));
    }

    private struct Tally(double observed)
    {
        private double sum;
        private int reached;

        public void Add(double value)
        {
            sum += value;
            // Discrete forecasts make exact ties, which must not be lost to a rounding.
            if (value >= observed - 1e-12)
                reached++;
        }

        public readonly NullComparison Compared(int resamples) => new(observed, sum / resamples, (1.0 + reached) / (1 + resamples));
    }
}
