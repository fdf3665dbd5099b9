using Forecasts.Domain.Predictions;

namespace Forecasts.Server.Store;

/// <summary>The keys of the event streams, in one place.</summary>
public static class Streams
{
    /// <param name="season">Address <c>{tournament}/{year}</c>.</param>
    public static string Season(string season) => "season/" + season;

    public static string Prediction(string prediction) => "prediction/" + prediction;

    public static string Review(ClaimRef claim) => "review/" + claim;

    public static string Forecast(string prediction, string analyst) => $"forecast/{prediction}/{analyst}";

    public static string Evidence(string prediction) => "evidence/" + prediction;

    /// <summary>The address that a review stream is about, <c>{prediction}/{claim}</c>.</summary>
    public static string ClaimOf(string reviewStream) => reviewStream["review/".Length..];

    /// <summary>The stream of the prediction that a review, a piece of evidence or a forecast is about; null of others.</summary>
    public static string? PredictionOver(string stream) =>
        StreamKind.Of(stream) is var kind && (kind == StreamKind.Season || kind == StreamKind.Prediction)
            ? null
            : Prediction(stream.Split('/')[1]);
}
