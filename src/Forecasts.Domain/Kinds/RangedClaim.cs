using Forecasts.Scoring.Timeline;

namespace Forecasts.Domain.Kinds;

/// <summary>A place on a scale with two ends; the belief is a distribution over it.</summary>
public abstract record RangedClaim : ClaimKind
{
    private const int MostPoints = 200;

    // Of the whole range; what lies nearer cannot be told apart on its scale.
    private const double Apart = 1e-12;

    private protected RangedClaim() { }

    public abstract Bounds Bounds { get; }

    /// <summary>The range in the buckets that scoring counts.</summary>
    public abstract ClaimRange Range { get; }

    public override int OpenBounds => Bounds.OpenCount;

    /// <summary>A value of this kind as a number; null where it is none.</summary>
    public abstract double? Place(Scalar value);

    public abstract Scalar At(double place);

    /// <summary>What a value of this kind looks like, for a refusal.</summary>
    protected abstract string Example { get; }

    /// <summary>The distribution that a row stands for.</summary>
    public BucketedCdf Distribution(double[] row)
    {
        var (below, above) = (row[1], row[2]);
        double[] levels = [.. row.Skip(3).Where((_, i) => i % 2 == 0)],
            places = [.. row.Skip(3).Where((_, i) => i % 2 == 1)];
        return row[0] == Kinds.Belief.CdfForm ? Joined(levels, places) : BucketedCdf.OfQuantiles(Range, levels, places, below, above);
    }

    public override bool HasBrier => false;

    /// <summary>The value below which that share of a distribution lies; an infinity where that is beyond an open end.</summary>
    public double Quantile(BucketedCdf cdf, double level) =>
        cdf.Quantile(level) is var place && double.IsInfinity(place) ? place : Nearest(Math.Clamp(place, Bounds.Min, Bounds.Max));

    /// <summary>The value of a discrete scale on whose bucket a place lies.</summary>
    protected virtual double Nearest(double place) => place;

    /// <summary>F just below the outcome and at it, for a belief given as masses: what its calibration is looked at by.</summary>
    public (double Below, double At) Pit(IReadOnlyList<double> masses, Outcome outcome)
    {
        var cdf = BucketedCdf.OfMasses(Range, [.. masses]);
        var (place, bucket) = (Place(outcome), (int)Index(outcome));
        return bucket == 0 ? (0, cdf.Cdf[0])
            : bucket > Range.Buckets ? (cdf.Cdf[^1], 1)
            : IsDiscrete ? (cdf.Cdf[bucket - 1], cdf.Cdf[bucket])
            : (cdf.At(place), cdf.At(place));
    }

    /// <summary>True where each bucket is one value.</summary>
    protected virtual bool IsDiscrete => false;

    public override double[] Values(double[] row) => Distribution(row).Masses();

    public override (Belief? Belief, Rejection? Refused) Read(StatedBelief stated, double lowest, DateTimeOffset at)
    {
        var takes = $"This claim takes 'quantiles', such as [{{\"level\":0.5,\"value\":{Example}}}], or 'cdf' in the same way.";
        if (stated.MustBe(takes, "quantiles", "cdf") is { } form)
            return (null, form);
        var (field, points) = stated.Quantiles is { } given ? ("quantiles", given) : ("cdf", stated.Cdf!);
        if (points.Count is 0 or > MostPoints)
            return (null, Refuse.Invalid("forecast.points", $"'{field}' has 1 to {MostPoints} points.", field));
        if (Points(points, field) is { } wrong)
            return (null, wrong);
        return field == "cdf" ? ReadCdf(points) : ReadQuantiles(points, stated.Below ?? 0, stated.Above ?? 0);
    }

    public override Belief Belief(double[] row)
    {
        List<StatedPoint> points = [];
        for (var i = 3; i + 1 < row.Length; i += 2)
            points.Add(new(row[i], At(row[i + 1])));
        return row[0] == Kinds.Belief.CdfForm ? new Belief.Cdf(points) : new Belief.Quantiles(points, row[1], row[2]);
    }

    /// <summary>The bucket, 0 below the range and the last one above it.</summary>
    public override double Index(Outcome outcome) => Range.Bucket(Place(outcome));

    /// <summary>An outcome's place on the scale.</summary>
    public abstract double Place(Outcome outcome);

    public override Rejection? Check(Outcome outcome, string field) =>
        base.Check(outcome, field)
        ?? (
            outcome is Outcome.Void || Bounds.Admits(Place(outcome))
                ? null
                : Refuse.Invalid(
                    "verdict.range",
                    $"{outcome.Word} lies outside the range {At(Bounds.Min)} to {At(Bounds.Max)}, whose end on that side is closed.",
                    field
                )
        );

    private Rejection? Points(IReadOnlyList<StatedPoint> points, string field)
    {
        var last = double.NegativeInfinity;
        foreach (var point in points)
        {
            if (point is null || !(point.Level >= 0 && point.Level <= 1))
                return Refuse.Invalid("forecast.out-of-range", "Each level lies within 0 and 1.", field);
            if (Place(point.Value) is not { } place)
                return Refuse.Invalid(
                    "forecast.value",
                    $"'{Quoted(point.Value)}' is no value of this claim; one looks like {Example}, without a unit.",
                    field
                );
            if (place < Bounds.Min || place > Bounds.Max)
                return Refuse.Invalid(
                    "forecast.range",
                    $"{Quoted(point.Value)} lies outside the range {At(Bounds.Min)} to {At(Bounds.Max)}.",
                    field
                );
            if (place <= last)
                return Refuse.Invalid(
                    "forecast.order",
                    $"The values of '{field}' must rise; {Quoted(point.Value)} does not lie above the one before it.",
                    field
                );
            last = place;
        }

        return null;
    }

    private (Belief? Belief, Rejection? Refused) ReadQuantiles(IReadOnlyList<StatedPoint> points, double below, double above)
    {
        if (Tail(below, OpenEnds.Lower, "below") is { } noBelow)
            return (null, noBelow);
        if (Tail(above, OpenEnds.Upper, "above") is { } noAbove)
            return (null, noAbove);
        if (below + above >= 0.99)
            return (null, Refuse.Invalid("forecast.sum", "'below' and 'above' must leave at least 0.01 for the range.", "below"));
        var (last, lastAt) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var (level, value) in points)
        {
            if (level <= last)
                return (
                    null,
                    Refuse.Invalid(
                        "forecast.order",
                        Limits.Text($"The levels of 'quantiles' must rise; {level} does not lie above the one before it."),
                        "quantiles"
                    )
                );
            // On the scale that scoring counts: a discrete range reaches half a step beyond its values.
            var at = Range.Location(Place(value)!.Value);
            if (!(level > below && level < 1 - above) || at < Apart || at > 1 - Apart)
                return (
                    null,
                    Refuse.Invalid(
                        "forecast.quantile",
                        Limits.Text(
                            $"A quantile lies within the range, and its level above {below} and below {1 - above}: {level} at {Quoted(value)} does not."
                        ),
                        "quantiles"
                    )
                );
            if (at - lastAt < Apart)
                return (
                    null,
                    Refuse.Invalid(
                        "forecast.order",
                        $"The values of 'quantiles' must rise; {Quoted(value)} is too near the one before it.",
                        "quantiles"
                    )
                );
            (last, lastAt) = (level, at);
        }

        return (new Belief.Quantiles(points, below, above), null);
    }

    private (Belief? Belief, Rejection? Refused) ReadCdf(IReadOnlyList<StatedPoint> points)
    {
        var last = 0.0;
        foreach (var (level, value) in points)
        {
            if (level < last)
                return (
                    null,
                    Refuse.Invalid(
                        "forecast.cdf",
                        Limits.Text($"A distribution function does not fall; at {Quoted(value)} it is {level} after {last}."),
                        "cdf"
                    )
                );
            last = level;
        }

        var (first, end) = (points[0], points[^1]);
        if (Place(first.Value) == Bounds.Min && first.Level > 0 && !Bounds.Open.HasFlag(OpenEnds.Lower))
            return (null, Refuse.Invalid("forecast.cdf", "The lower end of the range is closed: nothing lies below it.", "cdf"));
        if (Place(end.Value) == Bounds.Max && end.Level < 1 && !Bounds.Open.HasFlag(OpenEnds.Upper))
            return (null, Refuse.Invalid("forecast.cdf", "The upper end of the range is closed: at it the function is 1.", "cdf"));
        return (new Belief.Cdf(points), null);
    }

    private Rejection? Tail(double mass, OpenEnds end, string field) =>
        mass is not (>= 0 and <= 1) ? Refuse.Invalid("forecast.out-of-range", $"'{field}' is a probability within 0 and 1.", field)
        : mass > 0 && !Bounds.Open.HasFlag(end)
            ? Refuse.Invalid("forecast.tail", $"That end of the range is closed: leave '{field}' away.", field)
        : null;

    // Straight lines between the points and from the ends of the range, where nothing is said of them: 0 and 1.
    private BucketedCdf Joined(double[] levels, double[] places)
    {
        List<double> x = [.. places],
            y = [.. levels];
        if (x[0] > Bounds.Min)
            (x, y) = ([Bounds.Min, .. x], [0, .. y]);
        if (x[^1] < Bounds.Max)
            (x, y) = ([.. x, Bounds.Max], [.. y, 1]);
        var (edges, next) = (new double[Range.Buckets + 1], 1);
        for (var k = 0; k < edges.Length; k++)
        {
            // A discrete range begins half a step below its least value.
            var place = Math.Clamp(Range.Value((double)k / Range.Buckets), x[0], x[^1]);
            while (next < x.Count - 1 && x[next] < place)
                next++;
            var joined = y[next - 1] + ((y[next] - y[next - 1]) * (place - x[next - 1]) / (x[next] - x[next - 1]));
            // What is rounded must not fall.
            edges[k] = Math.Clamp(joined, k == 0 ? 0 : edges[k - 1], 1);
        }

        return BucketedCdf.OfEdges(Range, edges);
    }

    private static string Quoted(Scalar value) => value.ToString() is { Length: > 40 } text ? text[..39] + "…" : value.ToString();
}
