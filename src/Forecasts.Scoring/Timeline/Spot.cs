using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Timeline;

/// <summary>Peer scores at one instant against those who stand there.</summary>
/// <param name="N">How many stand.</param>
/// <param name="Gain">Sum of their gains (ln p of the outcome).</param>
internal readonly record struct Spot(int N, double Gain, double Scale)
{
    public double Member(double gain) => PeerScore.Member(gain, Gain, N, Scale);

    public double Outsider(double gain) => PeerScore.Outsider(gain, Gain, N, Scale);
}
