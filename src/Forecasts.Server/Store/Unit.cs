using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>
/// The states of any number of streams, as they were found together, with what deciders add to them, until all of it is appended in
/// one commit. Whatever a decider asks for it rests on: where that has changed before the commit, it is decided anew.
/// </summary>
public sealed class Unit
{
    private readonly Loaded loaded;
    private readonly Dictionary<string, object?> changed;
    private readonly HashSet<string> restsOn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<object>> pending = new(StringComparer.Ordinal);
    private readonly Stack<Action> undo = [];

    /// <param name="changed">States that go before those that were found: what earlier units of a rehearsal have left.</param>
    internal Unit(Person by, Loaded loaded, Dictionary<string, object?>? changed = null) =>
        (By, this.loaded, this.changed) = (by.Id, loaded, changed ?? new(StringComparer.Ordinal));

    /// <summary>Who is named beside the events.</summary>
    internal string By { get; }

    /// <summary>The new events of each stream.</summary>
    internal IReadOnlyDictionary<string, List<object>> Pending => pending;

    internal List<object> Documents { get; } = [];

    internal List<NpgsqlBatchCommand> Statements { get; } = [];

    /// <summary>The streams that were read and are not written, with the versions in which they were found.</summary>
    internal IEnumerable<(string Stream, long Version)> RestsOn =>
        restsOn.Where(s => !pending.ContainsKey(s)).Select(s => (s, loaded[s].Version));

    /// <summary>
    /// True where both may be stored by one commit: neither writes what the other reads or writes, and there is nothing but events.
    /// </summary>
    internal bool GoesWith(Unit other) =>
        Documents.Count == 0
        && Statements.Count == 0
        && other.Documents.Count == 0
        && other.Statements.Count == 0
        && !pending.Keys.Any(s => other.pending.ContainsKey(s) || other.restsOn.Contains(s))
        && !other.pending.Keys.Any(restsOn.Contains);

    /// <param name="season">Address <c>{tournament}/{year}</c>.</param>
    public Season? Season(string season) => (Season?)State(Streams.Season(season));

    public Prediction? Prediction(string id) => (Prediction?)State(Streams.Prediction(id));

    public ClaimReview? Review(ClaimRef claim) => (ClaimReview?)State(Streams.Review(claim));

    public EvidenceFile? Evidence(string prediction) => (EvidenceFile?)State(Streams.Evidence(prediction));

    /// <summary>The turns that were asked for; null where none is known.</summary>
    public Forecast? Forecast(string prediction, string analyst) => (Forecast?)State(Streams.Forecast(prediction, analyst));

    /// <summary>Whether this analyst, and whether anybody else, has filed a forecast.</summary>
    public WhoFiled Filed(ClaimRef claim, string analyst)
    {
        restsOn.Add(Streams.Forecast(claim.Prediction, analyst));
        return loaded.Filed[(claim, analyst)];
    }

    /// <summary>The version in which a stream was found.</summary>
    public long Version(string stream) => loaded[stream].Version;

    /// <summary>Refuses whoever looked at another version.</summary>
    public Rejection? Stale(string stream, long? ifVersion) =>
        ifVersion is { } looked && looked != Version(stream) ? Refuse.StaleVersion(looked, Version(stream)) : null;

    public void Add(string stream, object happened)
    {
        if (!pending.TryGetValue(stream, out var events))
            pending[stream] = events = [];
        events.Add(happened);
        undo.Push(() =>
        {
            events.RemoveAt(events.Count - 1);
            if (events.Count == 0)
                pending.Remove(stream);
        });
        Set(stream, StreamKind.Of(stream).Evolve(stream, Current(stream), happened));
    }

    /// <summary>What was added until now stays.</summary>
    public void Keep() => undo.Clear();

    /// <summary>What was added since the last <see cref="Keep"/> is as if it had never been.</summary>
    public void TakeBack()
    {
        while (undo.TryPop(out var step))
            step();
    }

    /// <summary>A document that is stored with the events, or not at all.</summary>
    public void Store(object document) => Documents.Add(document);

    /// <summary>A statement in the commit of the events, after them.</summary>
    public void Queue(NpgsqlBatchCommand statement) => Statements.Add(statement);

    /// <summary>The state of a written stream as it will be; null where there is none any more.</summary>
    internal object? Current(string stream) => changed.TryGetValue(stream, out var state) ? state : loaded[stream].State;

    private object? State(string stream)
    {
        restsOn.Add(stream);
        return Current(stream);
    }

    private void Set(string stream, object? state)
    {
        var known = changed.TryGetValue(stream, out var before);
        changed[stream] = state;
        undo.Push(() =>
        {
            if (known)
                changed[stream] = before;
            else
                changed.Remove(stream);
        });
    }
}
