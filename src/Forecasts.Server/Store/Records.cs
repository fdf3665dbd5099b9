using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Forecasts.Server.Store;

/// <summary>The state of one stream under the stream's key. All but forecasts are stored with every append.</summary>
public interface IStreamRecord<TState>
{
    TState State { get; }
}

public sealed record SeasonRecord(string Id, Season State) : IStreamRecord<Season>;

public sealed record PredictionRecord(string Id, Prediction State) : IStreamRecord<Prediction>
{
    /// <summary>Address of the season; indexed.</summary>
    public string Season => State.Season;
}

public sealed record ReviewRecord(string Id, ClaimReview State) : IStreamRecord<ClaimReview>;

public sealed record EvidenceRecord(string Id, EvidenceFile State) : IStreamRecord<EvidenceFile>;

/// <summary>Folded from the stream when it is asked for: nobody lists forecasts by their state.</summary>
public sealed record ForecastRecord(string Id, Forecast State) : IStreamRecord<Forecast>;

public sealed partial class SeasonProjection : SingleStreamProjection<SeasonRecord, string>
{
    public SeasonProjection() => IncludedEventTypes.AddRange(EventTypes.Of<SeasonEvent>());

    public override SeasonRecord? Evolve(SeasonRecord? snapshot, string id, IEvent e) =>
        Season.Evolve(snapshot?.State, (SeasonEvent)e.Data) is { } state ? new(id, state) : null;
}

public sealed partial class PredictionProjection : SingleStreamProjection<PredictionRecord, string>
{
    public PredictionProjection() => IncludedEventTypes.AddRange(EventTypes.Of<PredictionEvent>());

    public override PredictionRecord? Evolve(PredictionRecord? snapshot, string id, IEvent e) =>
        Prediction.Evolve(snapshot?.State, (PredictionEvent)e.Data) is { } state ? new(id, state) : null;
}

public sealed partial class ReviewProjection : SingleStreamProjection<ReviewRecord, string>
{
    public ReviewProjection() => IncludedEventTypes.AddRange(EventTypes.Of<ReviewEvent>());

    public override ReviewRecord? Evolve(ReviewRecord? snapshot, string id, IEvent e) =>
        new(id, ClaimReview.Evolve(snapshot?.State, (ReviewEvent)e.Data));
}

public sealed partial class EvidenceProjection : SingleStreamProjection<EvidenceRecord, string>
{
    public EvidenceProjection() => IncludedEventTypes.AddRange(EventTypes.Of<EvidenceEvent>());

    public override EvidenceRecord? Evolve(EvidenceRecord? snapshot, string id, IEvent e) =>
        new(id, EvidenceFile.Evolve(snapshot?.State, id, (EvidenceEvent)e.Data));
}

public sealed partial class ForecastProjection : SingleStreamProjection<ForecastRecord, string>
{
    public ForecastProjection() => IncludedEventTypes.AddRange(EventTypes.Of<ForecastEvent>());

    public override ForecastRecord? Evolve(ForecastRecord? snapshot, string id, IEvent e) =>
        new(id, Forecast.Evolve(snapshot?.State, id, (ForecastEvent)e.Data));
}

/// <summary>The closed unions of events: the records nested in their base.</summary>
public static class EventTypes
{
    public static IEnumerable<Type> Of<TBase>() => typeof(TBase).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(TBase)));
}
