using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.Store;

/// <summary>A kind of event stream: how its state follows from its events, and where that is kept.</summary>
/// <param name="Name">What its streams' keys begin with.</param>
/// <param name="Record">Its states are kept as documents of this type; forecasts' are in their rows.</param>
public sealed record StreamKind(
    string Name,
    Type Record,
    string? Table,
    Func<string, object?, object, object?> Evolve,
    Func<string, object, object> ToRecord,
    Func<object, object> StateOf
)
{
    public static readonly StreamKind Season = new(
        "season",
        typeof(SeasonRecord),
        "mt_doc_seasonrecord",
        (_, state, e) => Domain.Seasons.Season.Evolve((Season?)state, (SeasonEvent)e),
        (id, state) => new SeasonRecord(id, (Season)state),
        r => ((SeasonRecord)r).State
    );

    public static readonly StreamKind Prediction = new(
        "prediction",
        typeof(PredictionRecord),
        "mt_doc_predictionrecord",
        (_, state, e) => Domain.Predictions.Prediction.Evolve((Prediction?)state, (PredictionEvent)e),
        (id, state) => new PredictionRecord(id, (Prediction)state),
        r => ((PredictionRecord)r).State
    );

    public static readonly StreamKind Review = new(
        "review",
        typeof(ReviewRecord),
        "mt_doc_reviewrecord",
        (_, state, e) => ClaimReview.Evolve((ClaimReview?)state, (ReviewEvent)e),
        (id, state) => new ReviewRecord(id, (ClaimReview)state),
        r => ((ReviewRecord)r).State
    );

    public static readonly StreamKind Evidence = new(
        "evidence",
        typeof(EvidenceRecord),
        "mt_doc_evidencerecord",
        (id, state, e) => EvidenceFile.Evolve((EvidenceFile?)state, id, (EvidenceEvent)e),
        (id, state) => new EvidenceRecord(id, (EvidenceFile)state),
        r => ((EvidenceRecord)r).State
    );

    public static readonly StreamKind Forecast = new(
        "forecast",
        typeof(ForecastRecord),
        null,
        (id, state, e) => Domain.Forecasting.Forecast.Evolve((Forecast?)state, id, (ForecastEvent)e),
        (id, state) => new ForecastRecord(id, (Forecast)state),
        r => ((ForecastRecord)r).State
    );

    /// <summary>In the order in which they are locked and their rows written.</summary>
    public static readonly IReadOnlyList<StreamKind> All = [Season, Prediction, Evidence, Review, Forecast];

    /// <summary>What the event store calls the streams of this kind.</summary>
    public string Type => Name + "_record";

    public static StreamKind Of(string stream) =>
        All.FirstOrDefault(k =>
            stream.Length > k.Name.Length && stream[k.Name.Length] == '/' && stream.StartsWith(k.Name, StringComparison.Ordinal)
        ) ?? throw new ArgumentException($"'{stream}' is no stream of ours.", nameof(stream));
}
