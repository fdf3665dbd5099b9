using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>The header over a claim's scores.</summary>
/// <param name="Status">scored, decidedBeforeOpening, void or tombstone.</param>
/// <param name="Sequence">It is of the claim's events up to this one.</param>
/// <param name="Resolution">Sequence of the event that settled the claim; 0 of a tombstone.</param>
public sealed record SheetRow(string Claim, string Season, string Status, long Sequence, long Resolution);

/// <summary>One forecaster's or crowd's score on a claim.</summary>
/// <param name="Outcome">By its index in the claim's kind.</param>
/// <param name="ValueAtClose">Null of numbers and dates, of which <paramref name="PitBelow"/> and <paramref name="PitAt"/> are
/// kept.</param>
public sealed record ScoreRow(
    string Forecaster,
    bool Crowd,
    double Outcome,
    double Weight,
    double Coverage,
    double[]? ValueAtClose,
    bool Withdrawn,
    bool Floored,
    double? Brier,
    double? LogScore,
    double? TimeAveragedBrier,
    double? SpotBaseline,
    double? SpotPeer,
    double Baseline,
    double Peer,
    double? RelativeBrier,
    double? PitBelow,
    double? PitAt
);

/// <summary>Writes <c>score_sheets</c> and <c>scores</c>, inside the caller's transaction.</summary>
public static class SheetRows
{
    // An older sheet never replaces a newer one.
    private const string Upsert = """
        insert into forecasts.score_sheets as old (claim, season, status, sequence, resolution, scorer_version, edition, scored_at)
        values ($1, $2, $3, $4, $5, $6, 1, now())
        on conflict (claim) do update set season = excluded.season, status = excluded.status, sequence = excluded.sequence,
            resolution = excluded.resolution, scorer_version = excluded.scorer_version, edition = old.edition + 1,
            scored_at = excluded.scored_at
        where (old.scorer_version, old.sequence) <= (excluded.scorer_version, excluded.sequence)
        """;

    private const string Remove = "delete from forecasts.scores where claim = $1";

    private const string Copy = """
        copy forecasts.scores (claim, forecaster, season, crowd, resolution, outcome, weight, coverage, value_at_close, withdrawn, floored,
            brier, log_score, time_averaged_brier, spot_baseline, spot_peer, baseline, peer, relative_brier, pit_below, pit_at)
        from stdin (format binary)
        """;

    private const string Tombstone = """
        with gone as (delete from forecasts.scores where claim = $1)
        update forecasts.score_sheets set status = 'tombstone', resolution = 0, scorer_version = $2,
            sequence = greatest(sequence, (select max(e.seq_id) from forecasts.mt_events e where e.stream_id = $3))
        where claim = $1 and status <> 'tombstone' returning season
        """;

    /// <summary>The sheet with all of its scores in the place of what was there.</summary>
    /// <param name="scores">To be read once, for there may be many; null: none.</param>
    /// <returns>False where a newer one is there.</returns>
    public static async Task<bool> Keep(
        NpgsqlConnection connection,
        SheetRow sheet,
        IEnumerable<ScoreRow>? scores,
        CancellationToken cancellation
    )
    {
        var upsert = connection.Command(Upsert, sheet.Claim, sheet.Season, sheet.Status, sheet.Sequence, sheet.Resolution, Versions.Scorer);
        if (await upsert.Do(cancellation) == 0)
            return false;
        await connection.Command(Remove, sheet.Claim).Do(cancellation);
        if (scores is null)
            return true;
        await using var writer = await connection.BeginBinaryImportAsync(Copy, cancellation);
        foreach (var score in scores)
            await Write(writer, sheet, score, cancellation);
        await writer.CompleteAsync(cancellation);
        return true;
    }

    /// <summary>The claim was taken back: what sheet it had becomes a tombstone.</summary>
    /// <param name="prediction">Whose last event took it back.</param>
    /// <returns>The season; null where there is no sheet to bury.</returns>
    public static async Task<string?> Bury(NpgsqlConnection connection, string claim, string prediction, CancellationToken cancellation) =>
        await connection.Command(Tombstone, claim, Versions.Scorer, Streams.Prediction(prediction)).Column<string>(cancellation)
            is [var season]
            ? season
            : null;

    private static async Task Write(NpgsqlBinaryImporter writer, SheetRow sheet, ScoreRow score, CancellationToken cancellation)
    {
        await writer.StartRowAsync(cancellation);
        await writer.WriteAsync(sheet.Claim, cancellation);
        await writer.WriteAsync(score.Forecaster, cancellation);
        await writer.WriteAsync(sheet.Season, cancellation);
        await writer.WriteAsync(score.Crowd, cancellation);
        await writer.WriteAsync(sheet.Resolution, NpgsqlDbType.Bigint, cancellation);
        await writer.WriteAsync(score.Outcome, cancellation);
        await writer.WriteAsync(score.Weight, cancellation);
        await writer.WriteAsync(score.Coverage, cancellation);
        if (score.ValueAtClose is { } value)
            await writer.WriteAsync(value, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
        else
            await writer.WriteNullAsync(cancellation);
        await writer.WriteAsync(score.Withdrawn, cancellation);
        await writer.WriteAsync(score.Floored, cancellation);
        foreach (
            var number in (double?[])
                [
                    score.Brier,
                    score.LogScore,
                    score.TimeAveragedBrier,
                    score.SpotBaseline,
                    score.SpotPeer,
                    score.Baseline,
                    score.Peer,
                    score.RelativeBrier,
                    score.PitBelow,
                    score.PitAt,
                ]
        )
            if (number is { } known)
                await writer.WriteAsync(known, cancellation);
            else
                await writer.WriteNullAsync(cancellation);
    }
}
