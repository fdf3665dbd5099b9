using Forecasts.Domain;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>What lies around the streams that an import touched: what may have been built on it.</summary>
/// <param name="Own">Predictions that the import filed, added claims to, or brought outcomes of.</param>
/// <param name="WithForecasts">Claims on which there are forecasts of others.</param>
/// <param name="Published">Predictions of published seasons.</param>
public sealed record UndoSurroundings(
    IReadOnlyCollection<string> Predictions, IReadOnlyCollection<string> Own, IReadOnlyCollection<(string Prediction, string Analyst)> Forecasts,
    IReadOnlySet<string> Published, ILookup<string, int> WithForecasts)
{
    public HashSet<int> ForecastClaims(string prediction) => WithForecasts[prediction].ToHashSet();

    public static async Task<UndoSurroundings> Of(NpgsqlDataSource database, string import, IEnumerable<string> streams, CancellationToken cancellation)
    {
        var parts = streams.Select(s => s.Split('/')).ToList();
        var own = parts.Where(p => p[0] is not ("forecast" or "season")).Select(p => p[1]).ToHashSet(StringComparer.Ordinal);
        var forecasts = parts.Where(p => p[0] == "forecast").Select(p => (p[1], p[2])).ToList();
        string[] predictions = [.. own.Union(forecasts.Select(f => f.Item1))];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("""
            select substr(p.id, 12) from forecasts.mt_doc_predictionrecord p join forecasts.mt_doc_seasonrecord s on s.id = 'season/' || p.season
            where p.id = any($1) and (s.data -> 'state' ->> 'publishedVersion')::int > 0
            """) { Parameters = { new() { Value = predictions.Select(Store.Streams.Prediction).ToArray() } } });
        // A file may bring claims with forecasts on them: its own do not stand in the way.
        batch.BatchCommands.Add(new("""
            select c.prediction, c.number from forecasts.claims c
            where c.prediction = any($1) and exists (
                select from forecasts.forecast_intervals i join forecasts.mt_events e on e.seq_id = i.sequence
                where i.claim = c.claim and e.data #>> '{stamp,import,import}' is distinct from $2)
            """) { Parameters = { new() { Value = own.ToArray() }, new() { Value = import } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var published = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) published.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellation);
        var forecast = new List<(string Prediction, int Claim)>();
        while (await reader.ReadAsync(cancellation)) forecast.Add((reader.GetString(0), reader.GetInt32(1)));
        return new(predictions, own, forecasts, published, forecast.ToLookup(f => f.Prediction, f => f.Claim, StringComparer.Ordinal));
    }

    /// <summary>
    /// Which of its forecasts cannot go, said of all of them at once: the rule of <see cref="ForecastDecider.TakeBack"/> over the rows,
    /// so that an import of a whole season is not folded twice. What is filed meanwhile the decider finds.
    /// </summary>
    public static async Task<List<Rejection>> ForecastsInTheWay(NpgsqlDataSource database, Import import, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select c.prediction, c.number, coalesce(bool_or(g.revised), false)
            from (select i.claim, max(i.sequence) filter (where not e.own) > min(i.sequence) filter (where e.own) as revised
                  from forecasts.forecast_intervals i
                  join (select seq_id, data #>> '{stamp,import,import}' is not distinct from $1 as own from forecasts.mt_events where seq_id > $2 and not is_archived) e on e.seq_id = i.sequence
                  group by i.claim, i.analyst having bool_or(e.own)) g
            join forecasts.claims c on c.claim = g.claim
            join forecasts.mt_doc_seasonrecord s on s.id = 'season/' || c.season
            where g.revised or (s.data -> 'state' ->> 'publishedVersion')::int > 0
            group by c.prediction, c.number order by c.prediction, c.number
            """);
        command.Parameters.Add(new() { Value = import.Id });
        command.Parameters.Add(new() { Value = import.AfterSequence });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Rejection>();
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetBoolean(2) ? ForecastDecider.RevisedSince(new ClaimRef(reader.GetString(0), reader.GetInt32(1))) : Undo.Published);
        return found;
    }
}
