using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record;

/// <summary>
/// What an event is called in the log, for ever: a name is never given to another event, a version never changes its shape.
/// </summary>
/// <param name="Version">Raised when the shape changes in a way that older readers would misread; the older one is then upcast.</param>
/// <param name="Type">Its record in the domain.</param>
public sealed record EventKind(string Name, int Version, Type Type)
{
    /// <summary>Name and version as they are stored, e.g. <c>forecast.made.1</c>.</summary>
    public string Stored => $"{Name}.{Version}";

    /// <summary>All events there are, as they are written today.</summary>
    public static readonly IReadOnlyList<EventKind> All =
    [
        new("season.planned", 1, typeof(SeasonEvent.Planned)),
        new("season.calendar-changed", 1, typeof(SeasonEvent.CalendarChanged)),
        new("season.opened", 1, typeof(SeasonEvent.Opened)),
        new("season.forecasts-closed", 1, typeof(SeasonEvent.ForecastsClosed)),
        new("season.window-opened", 1, typeof(SeasonEvent.WindowOpened)),
        new("season.window-closed", 1, typeof(SeasonEvent.WindowClosed)),
        new("season.published", 1, typeof(SeasonEvent.Published)),
        new("season.taken-back", 1, typeof(SeasonEvent.TakenBack)),
        new("prediction.filed", 1, typeof(PredictionEvent.Filed)),
        new("prediction.claim-added", 1, typeof(PredictionEvent.ClaimAdded)),
        new("prediction.option-added", 1, typeof(PredictionEvent.OptionAdded)),
        new("prediction.taken-back", 1, typeof(PredictionEvent.TakenBack)),
        new("prediction.claim-taken-back", 1, typeof(PredictionEvent.ClaimTakenBack)),
        new("forecast.made", 1, typeof(ForecastEvent.Made)),
        new("forecast.revised", 1, typeof(ForecastEvent.Revised)),
        new("forecast.withdrawn", 1, typeof(ForecastEvent.Withdrawn)),
        new("forecast.taken-back", 1, typeof(ForecastEvent.TakenBack)),
        new("evidence.attached", 1, typeof(EvidenceEvent.Attached)),
        new("evidence.corrected", 1, typeof(EvidenceEvent.Corrected)),
        new("evidence.retracted", 1, typeof(EvidenceEvent.Retracted)),
        new("review.verdict-given", 1, typeof(ReviewEvent.VerdictGiven)),
        new("review.verdict-replaced", 1, typeof(ReviewEvent.VerdictReplaced)),
        new("review.conflict-found", 1, typeof(ReviewEvent.ConflictFound)),
        new("review.settled", 1, typeof(ReviewEvent.Settled)),
        new("review.reopened", 1, typeof(ReviewEvent.Reopened)),
        new("review.taken-back", 1, typeof(ReviewEvent.TakenBack)),
    ];

    private static readonly Dictionary<Type, EventKind> ByType = All.ToDictionary(k => k.Type);

    /// <exception cref="RecordException">The type is no event.</exception>
    public static EventKind Of(Type type) =>
        ByType.GetValueOrDefault(type) ?? throw new RecordException($"{type.Name} is no event that can be recorded.");
}
