using System.Collections.Concurrent;
using Forecasts.Domain.Predictions;

namespace Forecasts.Server.Store;

/// <summary>
/// States of seasons and predictions that were read before, so that they are not sent and read again with every filing. The
/// database says with each question whether the version is still the one that is known here: nothing old is ever used.
/// </summary>
internal sealed class KnownStates
{
    private const int Most = 2_000;

    private readonly ConcurrentDictionary<string, Found> kept = new(StringComparer.Ordinal);

    public Found this[string stream] => kept.GetValueOrDefault(stream);

    /// <summary>The season's stream of a prediction that is known: a prediction stays where it was filed.</summary>
    public string? SeasonOf(string prediction) => this[prediction].State is Prediction known ? Streams.Season(known.Season) : null;

    public void Keep(string stream, StreamKind kind, Found found)
    {
        if (kind != StreamKind.Season && kind != StreamKind.Prediction)
            return;
        if (kept.Count >= Most)
            kept.Clear();
        kept[stream] = found;
    }
}
