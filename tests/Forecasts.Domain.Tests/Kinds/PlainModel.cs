namespace Forecasts.Domain.Tests.Kinds;

/// <summary>
/// What a claim of each kind scores, from what people stated: day by day, and without the buckets, rows and running sums that it checks.
/// </summary>
/// <param name="kind">As it is at the end; options may have come while it ran.</param>
/// <param name="outcome">What came.</param>
internal sealed class PlainModel(ClaimKind kind, Outcome outcome)
{
    private const double Floor = 0.001;

    /// <summary>
    /// ln of the probability that was given to what came, with the floor; for an expected grade minus the divergence from it.
    /// </summary>
    public double Gain(StatedBelief stated) =>
        kind switch
        {
            GradedClaim { Expected: true } => Divergence(stated.Probability!.Value),
            RangedClaim ranged => RangedGain(ranged, stated),
            _ => Math.Log(Floored(stated).Single(s => s.Came).Share),
        };

    public double Baseline(StatedBelief stated) =>
        kind switch
        {
            GradedClaim { Expected: true } => 100 * (Gain(stated) - Divergence(0.5)) / Math.Log(2),
            RangedClaim ranged => 50
                * (Gain(stated) - Math.Log(IsOutside(ranged) ? 0.05 : (1 - (0.05 * ranged.Bounds.OpenCount)) / Buckets(ranged))),
            _ => 100 * (1 + (Gain(stated) / Math.Log(Floored(stated).Count))),
        };

    /// <summary>In 0 to 1, lower is better; NaN for numbers and days, which have none.</summary>
    public double Brier(StatedBelief stated) =>
        kind switch
        {
            RangedClaim => double.NaN,
            BinaryClaim or GradedClaim { Expected: true } => Math.Pow(stated.Probability!.Value - Grade, 2),
            ChoiceClaim { Ordered: false } => Shares(stated).Sum(s => Math.Pow(s.Share - (s.Came ? 1 : 0), 2)) / 2,
            _ => RankedProbability(Shares(stated)),
        };

    private double Grade =>
        outcome switch
        {
            Outcome.YesNo { Yes: true } => 1,
            Outcome.Grade grade => grade.Value,
            _ => 0,
        };

    /// <summary>The share of everything that may come, in order, and which of it came.</summary>
    private List<(double Share, bool Came)> Shares(StatedBelief stated)
    {
        if (kind is BinaryClaim)
            return [(stated.Probability!.Value, Grade == 1), (1 - stated.Probability.Value, Grade == 0)];
        if (kind is GradedClaim)
            return [.. stated.Grades!.Select((p, i) => (p, i == (int)(2 * Grade)))];
        var choice = (ChoiceClaim)kind;
        var came = ((Outcome.Option)outcome).Name;
        // What was not open then is part of the last option, which stands for everything else.
        var read = stated.Options!.ContainsKey(came) ? came : choice.Names[^1];
        return [.. choice.Names.Where(stated.Options.ContainsKey).Select(name => (stated.Options[name], name == read))];
    }

    private List<(double Share, bool Came)> Floored(StatedBelief stated)
    {
        var raised = Shares(stated).ConvertAll(s => (Math.Max(s.Share, Floor), s.Came));
        var sum = raised.Sum(s => s.Item1);
        return raised.ConvertAll(s => (s.Item1 / sum, s.Came));
    }

    private double Divergence(double p)
    {
        p = Math.Clamp(p, Floor, 1 - Floor);
        double Part(double y, double q) => y == 0 ? 0 : y * Math.Log(q / y);
        return Part(Grade, p) + Part(1 - Grade, 1 - p);
    }

    private static double RankedProbability(List<(double Share, bool Came)> shares)
    {
        var came = shares.FindIndex(s => s.Came);
        return Enumerable.Range(0, shares.Count - 1).Sum(k => Math.Pow(shares.Take(k + 1).Sum(s => s.Share) - (k >= came ? 1 : 0), 2))
            / (shares.Count - 1);
    }

    private double Place =>
        outcome switch
        {
            Outcome.Number number => number.Value,
            Outcome.Day day => day.Value.DayNumber,
            _ => double.NaN,
        };

    private bool IsOutside(RangedClaim ranged) => Place < ranged.Bounds.Min || Place > ranged.Bounds.Max;

    private static int Buckets(RangedClaim ranged) =>
        ranged is NumberClaim { Step: { } step } number ? (int)Math.Round((number.Max - number.Min) / step) + 1 : 200;

    /// <summary>The place of a value on the scale, from 0 to 1.</summary>
    private static double On(RangedClaim ranged, double value) =>
        ranged switch
        {
            NumberClaim { Step: { } step } number => (value - number.Min + (step / 2)) / (number.Max - number.Min + step),
            NumberClaim { Log: true } number => Math.Log(value / number.Min) / Math.Log(number.Max / number.Min),
            _ => (value - ranged.Bounds.Min) / (ranged.Bounds.Max - ranged.Bounds.Min),
        };

    private static double ValueAt(RangedClaim ranged, double place) =>
        ranged switch
        {
            NumberClaim { Step: { } step } number => number.Min - (step / 2) + (place * (number.Max - number.Min + step)),
            NumberClaim { Log: true } number => number.Min * Math.Exp(place * Math.Log(number.Max / number.Min)),
            _ => ranged.Bounds.Min + (place * (ranged.Bounds.Max - ranged.Bounds.Min)),
        };

    private double RangedGain(RangedClaim ranged, StatedBelief stated)
    {
        var n = Buckets(ranged);
        Func<double, double> cdf = stated.Cdf is { } points ? Lines(ranged, points) : Cubic(ranged, stated);
        double[] raw = [.. Enumerable.Range(0, n + 1).Select(k => cdf((double)k / n))];
        double[] masses = [raw[0], .. Enumerable.Range(0, n).Select(k => raw[k + 1] - raw[k]), 1 - raw[^1]];
        var bucket =
            Place < ranged.Bounds.Min ? 0
            : Place > ranged.Bounds.Max ? n + 1
            : Math.Clamp((int)Math.Ceiling((On(ranged, Place) * n) - 1e-9), 1, n);
        var floor = 0.01 / n;
        if (stated.Quantiles is not null)
        {
            // At least the floor in each bucket; what is above it gives way, the masses beyond the ends do not.
            var inside = masses[1..^1].Sum();
            var scale = (inside - 0.01) / masses[1..^1].Sum(m => Math.Max(0, m - floor));
            for (var k = 1; k <= n; k++)
                masses[k] = floor + (scale * Math.Max(0, masses[k] - floor));
        }

        double[] raised = [.. masses.Select((m, k) => (k == 0 || k == n + 1) && k != bucket ? m : Math.Max(m, floor))];
        return Math.Log(raised[bucket] / raised.Sum());
    }

    /// <summary>Straight lines between the points, and from the ends of the range where nothing is said of them.</summary>
    private static Func<double, double> Lines(RangedClaim ranged, IReadOnlyList<StatedPoint> points)
    {
        var known = points.Select(p => (X: ranged.Place(p.Value)!.Value, Y: p.Level)).ToList();
        if (known[0].X > ranged.Bounds.Min)
            known.Insert(0, (ranged.Bounds.Min, 0));
        if (known[^1].X < ranged.Bounds.Max)
            known.Add((ranged.Bounds.Max, 1));
        return place =>
        {
            var x = Math.Clamp(ValueAt(ranged, place), known[0].X, known[^1].X);
            var right = known.FindIndex(1, p => p.X >= x - 1e-12);
            var ((x0, y0), (x1, y1)) = (known[right - 1], known[right]);
            return y0 + ((y1 - y0) * (x - x0) / (x1 - x0));
        };
    }

    /// <summary>
    /// A cubic that rises through the quantiles on the scale: slopes by the weighted harmonic mean of the two pieces (Fritsch and
    /// Butland).
    /// </summary>
    private static Func<double, double> Cubic(RangedClaim ranged, StatedBelief stated)
    {
        List<(double X, double Y)> p =
        [
            (0, stated.Below ?? 0),
            .. stated.Quantiles!.Select(q => (On(ranged, ranged.Place(q.Value)!.Value), q.Level)),
            (1, 1 - (stated.Above ?? 0)),
        ];
        double Width(int i) => p[i + 1].X - p[i].X;
        double Rise(int i) => (p[i + 1].Y - p[i].Y) / Width(i);
        double Inner(int i) =>
            ((3 * Width(i)) + (3 * Width(i - 1)))
            / ((((2 * Width(i)) + Width(i - 1)) / Rise(i - 1)) + ((Width(i) + (2 * Width(i - 1))) / Rise(i)));
        double End(int near, int far)
        {
            var slope = ((((2 * Width(near)) + Width(far)) * Rise(near)) - (Width(near) * Rise(far))) / (Width(near) + Width(far));
            return slope * Rise(near) <= 0 ? 0 : slope;
        }

        double Slope(int i) =>
            i == 0 ? End(0, 1)
            : i == p.Count - 1 ? End(p.Count - 2, p.Count - 3)
            : Inner(i);
        return x =>
        {
            var i = Math.Max(0, p.FindLastIndex(p.Count - 2, q => q.X <= x));
            var (h, t) = (Width(i), (x - p[i].X) / Width(i));
            return (p[i].Y * ((2 * t * t * t) - (3 * t * t) + 1))
                + (h * Slope(i) * ((t * t * t) - (2 * t * t) + t))
                + (p[i + 1].Y * ((3 * t * t) - (2 * t * t * t)))
                + (h * Slope(i + 1) * ((t * t * t) - (t * t)));
        };
    }
}
