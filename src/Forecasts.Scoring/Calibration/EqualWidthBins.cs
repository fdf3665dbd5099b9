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
/// k equal widths over 0..1. A forecast's bin is found on whole basis points (half a point rounds up), so 0.3 never slips past an edge by a
/// rounding error; where the edges are no whole basis points (thirds), on the smallest parts of a basis point that make them whole.
/// </summary>
internal readonly struct EqualWidthBins
{
    private const int Scale = 10_000;
    private readonly int count, width;
    private readonly BinEdge edge;

    public EqualWidthBins(int bins, BinEdge edge = BinEdge.RightClosed)
    {
        if (bins is < 1 or > Scale) throw new ArgumentException($"bins is {bins}; it must lie within 1 and {Scale}.", nameof(bins));
        (count, width, this.edge) = (bins, Scale / Divisor(Scale, bins), edge);
    }

    public int Of(double forecast)
    {
        var whole = (int)Math.Round(forecast * count * width, MidpointRounding.AwayFromZero);
        return edge == BinEdge.RightClosed ? Math.Max(0, ((whole + width - 1) / width) - 1) : Math.Min(count - 1, whole / width);
    }

    public double Lower(int bin) => (double)bin / count;

    public double Upper(int bin) => (double)(bin + 1) / count;

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
