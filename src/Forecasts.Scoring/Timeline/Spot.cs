namespace Forecasts.Scoring.Timeline;

/// <summary>Peer scores at one instant against those who stand there.</summary>
/// <param name="N">How many stand.</param>
/// <param name="Gain">Sum of their gains (ln p of the outcome).</param>
internal readonly record struct Spot(int N, double Gain)
{
    /// <summary>100 n/(n-1) ln(p/GM) for one of them; alone 0.</summary>
    public double Member(double gain) => N == 1 ? 0 : 100 * (gain - (Gain / N)) * N / (N - 1);

    /// <summary>100 ln(p/GM) for the crowd.</summary>
    public double Outsider(double gain) => 100 * (gain - (Gain / N));
}
