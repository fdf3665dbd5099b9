using Forecasts.Domain.Predictions;

namespace Forecasts.Server.Store;

/// <summary>A stream as it was found.</summary>
/// <param name="Version">How many events it has; 0 where there is none.</param>
/// <param name="State">Of a forecast: what is known of it, which are the turns that were asked for.</param>
internal readonly record struct Found(long Version, object? State);

/// <summary>What was found of the keys that were asked for. It may serve several units, which change nothing of it.</summary>
internal sealed class Loaded
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> claimsOf = new(StringComparer.Ordinal);

    public Dictionary<string, Found> Streams { get; } = new(StringComparer.Ordinal);

    public Dictionary<(ClaimRef Claim, string Analyst), WhoFiled> Filed { get; } = [];

    public void Ask(IEnumerable<string> streams) => asked.UnionWith(streams);

    public void AskAllClaimsOf(IEnumerable<string> predictions) => claimsOf.UnionWith(predictions);

    /// <summary>A decider that saw nothing where nobody had looked would decide wrongly without a word.</summary>
    /// <exception cref="InvalidOperationException">The stream was not among the keys.</exception>
    public Found this[string stream] =>
        Streams.TryGetValue(stream, out var found) ? found
        : asked.Contains(stream) || (StreamKind.Of(stream) == StreamKind.Review && claimsOf.Contains(stream.Split('/')[1])) ? default
        : throw new InvalidOperationException($"Nobody asked for {stream} when the unit was loaded.");
}
