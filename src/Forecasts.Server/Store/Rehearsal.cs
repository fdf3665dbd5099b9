using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.Store;

/// <summary>States that a dry run would have stored: later units see what earlier ones would have left.</summary>
public sealed class Rehearsal
{
    private readonly Dictionary<string, object?> states = new(StringComparer.Ordinal);

    /// <summary>A season that would have been planned.</summary>
    public void Plan(Season season) => states[Streams.Season(season.Id)] = season;

    /// <summary>What a unit works on; of a forecast that was rehearsed before, the turns that it has read become known too.</summary>
    internal Dictionary<string, object?> Onto(Loaded loaded)
    {
        foreach (var (stream, found) in loaded.Streams)
            if (found.State is Forecast read && states.GetValueOrDefault(stream) is Forecast known)
                states[stream] = known.Know(read);
        return states;
    }
}
