namespace Forecasts.Scoring.Calibration;

/// <summary>Which bin a forecast on an edge falls into.</summary>
public enum BinEdge
{
    /// <summary>(a, b], the first bin includes 0.</summary>
    RightClosed,

    /// <summary>[a, b), the last bin includes 1.</summary>
    LeftClosed,
}

/// <summary>
/// k equal widths over 0..1. A forecast within 1e-9 of an edge counts as on it, so 0.1 x 3 never slips past 0.3 by a rounding error;
/// any other is compared as it is.
/// </summary>
internal readonly struct EqualWidthBins
{
    private const int Most = 10_000;
    private const double OnEdge = 1e-9;
    private readonly int count;
    private readonly BinEdge edge;

    public EqualWidthBins(int bins, BinEdge edge = BinEdge.RightClosed)
    {
        if (bins is < 1 or > Most)
            throw new ArgumentException($"bins is {bins}; it must lie within 1 and {Most}.", nameof(bins));
        (count, this.edge) = (bins, edge);
    }

    public int Of(double forecast)
    {
        var nearest = (int)Math.Round(forecast * count);
        if (Math.Abs(forecast - ((double)nearest / count)) > OnEdge)
            return (int)Math.Floor(forecast * count);
        return edge == BinEdge.RightClosed ? Math.Max(0, nearest - 1) : Math.Min(count - 1, nearest);
    }

    public double Lower(int bin) => (double)bin / count;

    public double Upper(int bin) => (double)(bin + 1) / count;
}
