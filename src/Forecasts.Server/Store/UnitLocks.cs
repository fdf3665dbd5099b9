namespace Forecasts.Server.Store;

/// <summary>
/// Nothing can be locked that is absent, so what comes into being below a prediction (its reviews, its evidence, forecasts on it) does
/// so under the lock of the prediction's stream. Of two units of which one begins a stream and the other rests on there being none, one
/// holds the prediction alone. Analysts file at the same time, so a forecast is begun sharing the prediction, and who rests on there
/// being none holds it alone; reviews and evidence are begun seldom, so it is the other way round. Who finds no season or no prediction
/// can only refuse.
/// </summary>
internal static class UnitLocks
{
    /// <summary>The streams of the predictions that a commit holds alone before it looks whether something is absent.</summary>
    /// <param name="shared">Streams that it holds anyway, for it rests on them.</param>
    public static string[] Alone(IReadOnlyList<Unit> units, IReadOnlySet<string> shared)
    {
        var predictions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var unit in units)
        {
            foreach (var (stream, version) in unit.RestsOn)
                Hold(unit, stream, version, alone: IsForecast(stream));
            foreach (var stream in unit.Pending.Keys)
                Hold(unit, stream, unit.Version(stream), alone: !IsForecast(stream));
        }

        return [.. predictions];

        void Hold(Unit unit, string stream, long version, bool alone)
        {
            if (
                version == 0
                && Streams.PredictionOver(stream) is { } prediction
                && (alone || !shared.Contains(prediction))
                && !IsNew(unit, prediction)
            )
                predictions.Add(prediction);
        }
    }

    // Nobody else knows of it yet.
    private static bool IsNew(Unit unit, string prediction) => unit.Pending.ContainsKey(prediction) && unit.Version(prediction) == 0;

    private static bool IsForecast(string stream) => StreamKind.Of(stream) == StreamKind.Forecast;
}
