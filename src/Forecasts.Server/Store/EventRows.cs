using System.Globalization;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.Store;

/// <summary>The one place that says what an event changes in <c>claims</c> and <c>forecast_intervals</c>.</summary>
/// <param name="stream">The event's stream, in which it has this version.</param>
public sealed class EventRows(string stream, long version)
{
    public IEnumerable<RowChange> Of(object happened) =>
        happened switch
        {
            PredictionEvent.Filed filed => filed.Claims.Select(c => Filed(c, filed.Id, filed)),
            PredictionEvent.ClaimAdded added => [Filed(added.Claim, stream["prediction/".Length..], null)],
            PredictionEvent.OptionAdded added => [Option(added)],
            PredictionEvent.TakenBack taken => [new(RowStatement.PredictionGone, taken.Id, new GoneRow(taken.Id))],
            PredictionEvent.ClaimTakenBack taken =>
            [
                new(RowStatement.ClaimGone, taken.Id, new GoneRow(new ClaimRef(taken.Id, taken.Claim).ToString())),
            ],
            ReviewEvent.Settled settled => [Settled(settled)],
            ReviewEvent.ConflictFound found => [Unsettled(found, "inConflict")],
            ReviewEvent.Reopened or ReviewEvent.TakenBack => [Unsettled((ReviewEvent)happened, "open")],
            ForecastEvent.Made e => [Turn(e, new(e.Prediction, e.Claim), e.Analyst, e.Belief, e.EndsAt, e.SawCrowd)],
            ForecastEvent.Revised e => [Turn(e, new(e.Prediction, e.Claim), e.Analyst, e.Belief, e.EndsAt, e.SawCrowd)],
            ForecastEvent.Withdrawn e => [Turn(e, new(e.Prediction, e.Claim), e.Analyst, null, null, false)],
            ForecastEvent.TakenBack taken => [Gone(taken)],
            // Nothing of a verdict shows before the quorum; seasons and evidence have no rows.
            ReviewEvent.VerdictGiven or ReviewEvent.VerdictReplaced or SeasonEvent or EvidenceEvent => [],
            _ => throw new InvalidOperationException($"No row is known for {happened.GetType().Name}."),
        };

    private RowChange Filed(Claim claim, string prediction, PredictionEvent.Filed? with) =>
        new(
            with is null ? RowStatement.ClaimAdded : RowStatement.ClaimFiled,
            prediction,
            new FiledRow(
                new ClaimRef(prediction, claim.Number).ToString(),
                prediction,
                claim.Number,
                with?.Season,
                with?.Theme,
                with?.Author,
                claim.Kind.Word,
                StoredKind.Terms(claim.Kind),
                claim.Cluster ?? prediction,
                claim.Weight,
                Time(claim.Due.Instant),
                Time(claim.FiledAt),
                stream,
                version
            )
        );

    private RowChange Option(PredictionEvent.OptionAdded e)
    {
        var claim = new ClaimRef(e.Id, e.Claim).ToString();
        return new(RowStatement.OptionAdded, e.Id, new OptionRow(claim, new(e.Option, e.Stamp.MadeAt, e.Note), stream, version), claim);
    }

    private RowChange Settled(ReviewEvent.Settled e) =>
        Stands(
            new(e.Claim, e.Outcome.IsVoid ? "void" : "settled", true, e.Outcome.Word, Time(e.DecidedAt), e.Stamp.IsImport, stream, version)
        );

    private RowChange Unsettled(ReviewEvent e, string status) => Stands(new(e.Claim, status, false, null, null, false, stream, version));

    private static RowChange Stands(StandRow row) => new(RowStatement.Stands, ClaimRef.Parse(row.Claim).Prediction, row, row.Claim);

    private RowChange Turn(ForecastEvent e, ClaimRef claim, string analyst, Belief? belief, DateTimeOffset? endsAt, bool sawCrowd) =>
        new(
            RowStatement.TurnMade,
            claim.Prediction,
            new TurnRow(
                claim.ToString(),
                analyst,
                Time(e.Stamp.MadeAt),
                endsAt is { } end ? Time(end) : null,
                belief?.Row,
                sawCrowd,
                e.Stamp.IsImport,
                stream,
                version
            )
        );

    private RowChange Gone(ForecastEvent.TakenBack e) =>
        new(
            RowStatement.TurnGone,
            e.Prediction,
            new TurnGoneRow(new ClaimRef(e.Prediction, e.Claim).ToString(), e.Analyst, Time(e.At), stream, version)
        );

    /// <summary>Microseconds, as the database keeps them.</summary>
    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
