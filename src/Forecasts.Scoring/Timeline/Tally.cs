namespace Forecasts.Scoring.Timeline;

/// <summary>One interval with the numbers it scores.</summary>
internal readonly record struct Scored(TimedForecast Forecast, double Gain, double Baseline, double Brier, bool Floored);

/// <summary>The running sums of one forecaster's scores over time; intervals come in the order of time.</summary>
internal sealed class Tally(ClaimWindow window, Ruler ruler)
{
    private double covered,
        brier,
        baseline,
        peer,
        relative;
    private Scored last;
    private Scored? spot;
    private bool floored;

    /// <param name="interval">The next interval.</param>
    /// <param name="against">Its integrals against the others.</param>
    public void Add(in Scored interval, (double Peer, double RelativeBrier) against)
    {
        double ticks = (interval.Forecast.End!.Value - interval.Forecast.Start).Ticks;
        covered += ticks;
        brier += interval.Brier * ticks;
        baseline += interval.Baseline * ticks;
        peer += ruler.PeerScale * against.Peer;
        relative += against.RelativeBrier;
        floored |= interval.Floored;
        if (window.StandsAtSpot(interval.Forecast))
            spot = interval;
        last = interval;
    }

    public ForecasterScore Score(string forecaster, Func<double, double> spotPeer)
    {
        double scheduled = (window.ScheduledClose - window.Opens).Ticks;
        var withdrawn = last.Forecast.Withdrawn && last.Forecast.End < window.Closes;
        var atClose = withdrawn || last.Forecast.End == window.Closes ? last.Forecast.Values : null;
        return new(
            forecaster,
            covered / scheduled,
            atClose,
            withdrawn,
            atClose is null ? null : Known(last.Brier),
            atClose is null ? null : ruler.Log(atClose),
            floored,
            Known(brier / covered),
            baseline / scheduled,
            peer / scheduled,
            relative / scheduled,
            spot?.Baseline,
            spot is { } s ? spotPeer(s.Gain) : null
        );
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
