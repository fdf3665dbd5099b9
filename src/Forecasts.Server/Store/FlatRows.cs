using System.Text.Json;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Forecasts.Server.Store;

/// <summary>
/// Writes the rows of <c>claims</c> and <c>forecast_intervals</c> in the transaction of their events. The sequence is the
/// database's, known only after the append, so each row is selected from the event that it comes from.
/// </summary>
public sealed partial class FlatRows : EventProjection
{
    private const string FromEvent =
        " from forecasts.mt_events e where e.stream_id = ? and e.version = ? and not e.is_archived";

    public FlatRows()
    {
        Options.DeleteDataInTableOnTeardown("forecasts.claims");
        Options.DeleteDataInTableOnTeardown("forecasts.forecast_intervals");
    }

    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        switch (e.Data)
        {
            case PredictionEvent.Filed filed:
                foreach (var claim in filed.Claims) Claim(operations, e, filed.Id, filed.Season, filed.Theme, filed.Author, claim);
                break;
            case PredictionEvent.ClaimAdded added:
                Added(operations, e, added.Claim);
                break;
            case PredictionEvent.OptionAdded added:
                // Each turn's row has another meaning from now on, so the crowd is made anew as if one had gone.
                operations.QueueSqlCommand(
                    "update forecasts.claims c set terms = jsonb_set(terms::jsonb, '{options}', (terms::jsonb -> 'options') || ?::jsonb)::text, "
                    + "sequence = e.seq_id, turn_gone = e.seq_id" + FromEvent + " and c.claim = ?",
                    JsonSerializer.Serialize(new ClaimOption(added.Option, added.Stamp.MadeAt, added.Note), JsonSerializerOptions.Web),
                    e.StreamKey!, e.Version, new ClaimRef(added.Id, added.Claim).ToString());
                break;
            case PredictionEvent.TakenBack taken:
                operations.QueueSqlCommand("delete from forecasts.claims where prediction = ?", taken.Id);
                break;
            case PredictionEvent.ClaimTakenBack taken:
                operations.QueueSqlCommand("delete from forecasts.claims where claim = ?", new ClaimRef(taken.Id, taken.Claim).ToString());
                break;
            case ReviewEvent.Settled settled:
                operations.QueueSqlCommand(
                    "update forecasts.claims c set status = ?, outcome = ?, decided_at = ?, imported = ?, resolution = e.seq_id, settlements = settlements + 1, sequence = e.seq_id"
                    + FromEvent + " and c.claim = ?",
                    settled.Outcome.IsVoid ? "void" : "settled", settled.Outcome.Word, settled.DecidedAt.ToUniversalTime(), settled.Stamp.IsImport, e.StreamKey!, e.Version, settled.Claim);
                break;
            case ReviewEvent.ConflictFound found:
                Unsettle(operations, e, found.Claim, "inConflict");
                break;
            case ReviewEvent.Reopened reopened:
                Unsettle(operations, e, reopened.Claim, "open");
                break;
            case ReviewEvent.TakenBack taken:
                Unsettle(operations, e, taken.Claim, "open");
                break;
            case ForecastEvent.Made made:
                Turn(operations, e, new ClaimRef(made.Prediction, made.Claim), made.Analyst, made.Belief, made.EndsAt, made.SawCrowd);
                break;
            case ForecastEvent.Revised revised:
                Turn(operations, e, new ClaimRef(revised.Prediction, revised.Claim), revised.Analyst, revised.Belief, revised.EndsAt, revised.SawCrowd);
                break;
            case ForecastEvent.Withdrawn withdrawn:
                Turn(operations, e, new ClaimRef(withdrawn.Prediction, withdrawn.Claim), withdrawn.Analyst, null, null, false);
                break;
            case ForecastEvent.TakenBack taken:
                TakeBack(operations, e, new ClaimRef(taken.Prediction, taken.Claim).ToString(), taken);
                break;
            // Nothing of a verdict shows before the quorum; seasons and evidence have no rows.
            case ReviewEvent.VerdictGiven or ReviewEvent.VerdictReplaced or SeasonEvent or EvidenceEvent:
                break;
            default:
                throw new InvalidOperationException($"No row is known for {e.Data.GetType().Name}.");
        }

        return ValueTask.CompletedTask;
    }

    private static void Claim(IDocumentOperations operations, IEvent e, string prediction, string season, string theme, string author, Claim claim) =>
        operations.QueueSqlCommand(
            "insert into forecasts.claims (claim, prediction, number, season, theme, author, type, terms, cluster, status, weight, due, filed_at, imported, resolution, settlements, sequence) "
            + "select ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, false, 0, 0, e.seq_id" + FromEvent,
            new ClaimRef(prediction, claim.Number).ToString(), prediction, claim.Number, season, theme, author, claim.Kind.Word, StoredKind.Terms(claim.Kind), claim.Cluster ?? prediction,
            claim.Weight, claim.Due.Instant.ToUniversalTime(), claim.FiledAt.ToUniversalTime(), e.StreamKey!, e.Version);

    // The claim that was filed with the prediction knows where the prediction belongs.
    private static void Added(IDocumentOperations operations, IEvent e, Claim claim)
    {
        var prediction = e.StreamKey!["prediction/".Length..];
        operations.QueueSqlCommand(
            "insert into forecasts.claims (claim, prediction, number, season, theme, author, type, terms, cluster, status, weight, due, filed_at, imported, resolution, settlements, sequence) "
            + "select ?, f.prediction, ?, f.season, f.theme, f.author, ?, ?, ?, 'open', ?, ?, ?, false, 0, 0, e.seq_id"
            + " from forecasts.mt_events e, (select * from forecasts.claims where prediction = ? order by number limit 1) f where e.stream_id = ? and e.version = ? and not e.is_archived",
            new ClaimRef(prediction, claim.Number).ToString(), claim.Number, claim.Kind.Word, StoredKind.Terms(claim.Kind), claim.Cluster ?? prediction,
            claim.Weight, claim.Due.Instant.ToUniversalTime(), claim.FiledAt.ToUniversalTime(), prediction, e.StreamKey!, e.Version);
    }

    private static void Unsettle(IDocumentOperations operations, IEvent e, string claim, string status) =>
        operations.QueueSqlCommand(
            "update forecasts.claims c set status = ?, outcome = null, decided_at = null, imported = false, resolution = 0, sequence = e.seq_id" + FromEvent + " and c.claim = ?",
            status, e.StreamKey!, e.Version, claim);

    private static void Turn(IDocumentOperations operations, IEvent e, ClaimRef claim, string analyst, Belief? belief, DateTimeOffset? endsAt, bool sawCrowd)
    {
        var stamp = ((ForecastEvent)e.Data).Stamp;
        if (TurnRows.Of(operations) is { } together)
        {
            if (together.Add(new(claim.ToString(), analyst, TurnRows.Time(stamp.MadeAt), TurnRows.Time(endsAt), belief?.Row, sawCrowd, stamp.IsImport, e.StreamKey!, e.Version)))
                operations.QueueSqlCommand(TurnRows.Insert, together.Json);
            return;
        }

        operations.QueueSqlCommand(
            "insert into forecasts.forecast_intervals (claim, analyst, made_at, expires_at, value, saw_crowd, imported, recorded_at, sequence) "
            + "select ?, ?, ?, ?::timestamptz, ?::double precision[], ?, ?, e.timestamp, e.seq_id" + FromEvent,
            claim.ToString(), analyst, stamp.MadeAt.ToUniversalTime(), (object?)endsAt?.ToUniversalTime() ?? DBNull.Value, (object?)belief?.Row ?? DBNull.Value, sawCrowd, stamp.IsImport, e.StreamKey!, e.Version);
    }

    // The row goes, as if it had never been; the claim's sequence tells scoring that something has changed.
    private static void TakeBack(IDocumentOperations operations, IEvent e, string claim, ForecastEvent.TakenBack taken)
    {
        if (TakenRows.Of(operations) is { } together)
        {
            if (!together.Add(new(claim, taken.Analyst, TurnRows.Time(taken.At), e.StreamKey!, e.Version))) return;
            operations.QueueSqlCommand(TakenRows.Delete, together.Json);
            operations.QueueSqlCommand(TakenRows.Touch, together.Json);
            return;
        }

        operations.QueueSqlCommand("delete from forecasts.forecast_intervals where claim = ? and analyst = ? and made_at = ?", claim, taken.Analyst, taken.At.ToUniversalTime());
        operations.QueueSqlCommand("update forecasts.claims c set sequence = e.seq_id, turn_gone = e.seq_id" + FromEvent + " and c.claim = ?", e.StreamKey!, e.Version, claim);
    }
}
