using MathNet.Numerics;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Draws from one binomial again and again, exactly: inversion outward from the mode, about one step per standard deviation.
/// </summary>
internal readonly struct BinomialDraw
{
    private readonly int n,
        mode;
    private readonly double odds,
        peak;

    public BinomialDraw(int n, double p)
    {
        this.n = n;
        mode = (int)Math.Min(n, Math.Floor((n + 1) * p));
        odds = p / (1 - p);
        peak = p is 0 or 1 ? 1 : Math.Exp(SpecialFunctions.BinomialLn(n, mode) + (mode * Math.Log(p)) + ((n - mode) * Math.Log(1 - p)));
    }

    public int Next(ref Seeded random)
    {
        var rest = random.NextDouble() - peak;
        if (rest < 0)
            return mode;
        var (low, high, below, above) = (mode, mode, peak, peak);
        while (low > 0 || high < n)
        {
            if (high < n)
            {
                above *= odds * (n - high) / (high + 1.0);
                high++;
                rest -= above;
                if (rest < 0)
                    return high;
            }

            if (low > 0)
            {
                below *= low / (odds * (n - low + 1.0));
                low--;
                rest -= below;
                if (rest < 0)
                    return low;
            }

            // What is left over is a rounding.
            if (above + below < 1e-18)
                break;
        }

        return mode;
    }
}
