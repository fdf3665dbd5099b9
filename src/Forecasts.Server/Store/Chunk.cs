using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>The streams that a chunk of lines may touch.</summary>
/// <param name="Turns">Instants at which forecasts are to be decided on.</param>
/// <param name="Claims">Addresses of claims whose reviews it may touch, beside those of the predictions that are there: one that was taken back has left its streams.</param>
/// <param name="Undone">What of an import's forecasts is to be taken back.</param>
public sealed record ChunkKeys(
    IReadOnlyCollection<string> Predictions, IReadOnlyCollection<TurnKey> Turns, IReadOnlyCollection<string>? Claims = null, UndonePage? Undone = null);

/// <summary>States of many streams with what the deciders add to them, until all of it is appended in one commit.</summary>
public sealed class Chunk
{
    private readonly IDocumentSession session;
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Type Record, List<object> Events)> pending = new(StringComparer.Ordinal);
    private readonly Stack<Action> undo = [];

    private Chunk(IDocumentSession session) => this.session = session;

    public Dictionary<string, Prediction> Predictions { get; private set; } = new(StringComparer.Ordinal);

    public Dictionary<string, ClaimReview> Reviews { get; private set; } = new(StringComparer.Ordinal);

    public Dictionary<string, EvidenceFile> Evidence { get; private set; } = new(StringComparer.Ordinal);

    public Dictionary<string, Forecast> Forecasts { get; private set; } = new(StringComparer.Ordinal);

    /// <param name="rehearsal">Where given, turns are counted whatever their number: streams do not grow meanwhile.</param>
    public static async Task<Chunk> Load(IDocumentSession session, ChunkKeys keys, bool rehearsal, CancellationToken cancellation)
    {
        var chunk = new Chunk(session);
        var predictions = keys.Predictions.Select(Streams.Prediction).ToArray();
        var evidence = keys.Predictions.Select(Streams.Evidence).ToArray();
        var forecasts = keys.Turns.Select(t => t.Stream).Concat(keys.Undone?.Streams ?? []).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var record in await session.LoadManyAsync<PredictionRecord>(cancellation, predictions)) chunk.Predictions[record.State.Id] = record.State;
        string[] reviews = [.. chunk.Predictions.Values.SelectMany(p => p.Claims.Select(c => Streams.Review(new(p.Id, c.Number)))).Union((keys.Claims ?? []).Select(c => Streams.Review(ClaimRef.Parse(c))))];

        // Versions first: what changes after this query makes the commit fail, and the chunk is decided again.
        await using (var query = new NpgsqlCommand("select id, version from forecasts.mt_streams where id = any($1)"))
        {
            query.Parameters.Add(new() { Value = (string[])[.. predictions, .. evidence, .. forecasts, .. reviews] });
            await using var reader = await session.ExecuteReaderAsync(query, cancellation);
            while (await reader.ReadAsync(cancellation)) chunk.versions[reader.GetString(0)] = reader.GetInt64(1);
        }

        chunk.Predictions.Clear();
        foreach (var record in await session.LoadManyAsync<PredictionRecord>(cancellation, predictions)) chunk.Predictions[record.State.Id] = record.State;
        foreach (var record in await session.LoadManyAsync<ReviewRecord>(cancellation, reviews)) chunk.Reviews[record.State.Id] = record.State;
        foreach (var record in await session.LoadManyAsync<EvidenceRecord>(cancellation, evidence)) chunk.Evidence[record.Id] = record.State;
        await chunk.LoadTurns(keys, rehearsal, cancellation);
        return chunk;
    }

    public void Add(string stream, PredictionEvent happened)
    {
        Queue<PredictionRecord>(stream, happened);
        var id = stream["prediction/".Length..];
        Set(Predictions, id, Prediction.Evolve(Predictions.GetValueOrDefault(id), happened));
    }

    public void Add(string stream, ReviewEvent happened)
    {
        Queue<ReviewRecord>(stream, happened);
        Set(Reviews, happened.Claim, ClaimReview.Evolve(Reviews.GetValueOrDefault(happened.Claim), happened));
    }

    public void Add(string stream, EvidenceEvent happened)
    {
        Queue<EvidenceRecord>(stream, happened);
        Set(Evidence, stream, EvidenceFile.Evolve(Evidence.GetValueOrDefault(stream), stream, happened));
    }

    public void Add(string stream, ForecastEvent happened)
    {
        Queue<ForecastRecord>(stream, happened);
        Set(Forecasts, stream, Forecast.Evolve(Forecasts.GetValueOrDefault(stream), stream, happened));
    }

    /// <summary>What was added until now stays.</summary>
    public void Keep() => undo.Clear();

    /// <summary>What was added since the last <see cref="Keep"/> is as if it had never been.</summary>
    public void TakeBack()
    {
        while (undo.TryPop(out var step)) step();
    }

    /// <summary>A document that is stored with the events, or not at all.</summary>
    public void Store<T>(T document)
        where T : notnull => session.Store(document);

    /// <summary>A statement in the commit of the events.</summary>
    public void Queue(string sql, params object[] values) => session.QueueSqlCommand(sql, values);

    internal void Append()
    {
        TakenRows.Expect(session, pending.Values.Sum(p => p.Events.Count(e => e is ForecastEvent.TakenBack)));
        TurnRows.Expect(session, pending.Values.Sum(p => p.Events.Count(e => e is ForecastEvent.Made or ForecastEvent.Revised or ForecastEvent.Withdrawn)));
        foreach (var (stream, (record, events)) in pending)
            if (versions.TryGetValue(stream, out var version)) session.Events.Append(stream, version + events.Count, events);
            else session.Events.StartStream(record, stream, events);
    }

    internal void WorkOn(
        Dictionary<string, Prediction> predictions, Dictionary<string, ClaimReview> reviews, Dictionary<string, EvidenceFile> evidence, Dictionary<string, Forecast> forecasts) =>
        (Predictions, Reviews, Evidence, Forecasts) = (predictions, reviews, evidence, forecasts);

    // The turns that are decided on and no others, from the rows: a stream of thousands is not read for each thousand lines.
    private async Task LoadTurns(ChunkKeys keys, bool rehearsal, CancellationToken cancellation)
    {
        List<TurnKey> asked = [.. keys.Turns.Where(t => versions.ContainsKey(t.Stream))];
        var many = asked.CountBy(t => t.Stream, StringComparer.Ordinal).Where(t => rehearsal || versions[t.Key] + t.Value > Forecast.MostTurns).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, count) in await KnownTurns.Count(session, [.. asked.Where(t => many.Contains(t.Stream)).Select(t => (t.Claim, t.Analyst)).Distinct()], cancellation))
            Forecasts[key.Stream] = Of(key.Stream) with { Elsewhere = Of(key.Stream).Elsewhere.SetItem(key.Claim.Number, count) };
        foreach (var (stream, claim, turn) in keys.Undone is { } page ? await KnownTurns.Of(session, page, cancellation) : await KnownTurns.Before(session, asked, cancellation))
            Forecasts[stream] = Of(stream).Know(claim, turn);

        Forecast Of(string stream) => Forecasts.TryGetValue(stream, out var known) ? known : new(stream, versions[stream]);
    }

    private void Queue<TRecord>(string stream, object happened)
    {
        if (!pending.TryGetValue(stream, out var queued)) pending[stream] = queued = (typeof(TRecord), []);
        queued.Events.Add(happened);
        undo.Push(() =>
        {
            queued.Events.RemoveAt(queued.Events.Count - 1);
            if (queued.Events.Count == 0) pending.Remove(stream);
        });
    }

    private void Set<T>(Dictionary<string, T> states, string key, T? state)
        where T : class
    {
        var known = states.TryGetValue(key, out var before);
        if (state is null) states.Remove(key);
        else states[key] = state;
        undo.Push(() =>
        {
            if (known) states[key] = before!;
            else states.Remove(key);
        });
    }
}

/// <summary>States that a dry run would have stored.</summary>
public sealed class Rehearsal
{
    private readonly Dictionary<string, Prediction> predictions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClaimReview> reviews = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EvidenceFile> evidence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Forecast> forecasts = new(StringComparer.Ordinal);

    /// <summary>The chunk goes on working on these states, with what it has loaded added where it is new here.</summary>
    public void Onto(Chunk chunk) => chunk.WorkOn(
        Merge(predictions, chunk.Predictions), Merge(reviews, chunk.Reviews), Merge(evidence, chunk.Evidence), Merge(forecasts, chunk.Forecasts, (known, read) => known.Know(read)));

    private static Dictionary<string, T> Merge<T>(Dictionary<string, T> kept, Dictionary<string, T> loaded, Func<T, T, T>? both = null)
    {
        foreach (var (key, state) in loaded)
            if (!kept.TryAdd(key, state) && both is not null) kept[key] = both(kept[key], state);
        return kept;
    }
}
