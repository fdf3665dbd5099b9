using Forecasts.Domain.Forecasting;

namespace Forecasts.Server.Store;

/// <summary>
/// Long forecast streams as the last chunks of a file knew them: one of ten thousand turns is not read anew with every thousand lines.
/// The state counts its events, so what somebody else has added since is seen by the stream's version, and only that is read.
/// </summary>
public sealed class LastForecasts
{
    // Reading a short stream costs next to nothing; all that are kept together stay within some tens of megabytes.
    private const int Short = 50;
    private const int MostEvents = 200_000;

    private readonly Dictionary<string, Forecast> states = new(StringComparer.Ordinal);
    private int events;

    public Forecast? Of(string stream) => states.GetValueOrDefault(stream);

    /// <summary>A state that is stored.</summary>
    public void Keep(Forecast state)
    {
        if (state.Events < Short) return;
        if (states.Remove(state.Id, out var before)) events -= before.Events;
        if (events + state.Events > MostEvents)
        {
            states.Clear();
            events = 0;
        }

        states[state.Id] = state;
        events += state.Events;
    }
}
