namespace Forecasts.Server.Store;

/// <summary>A belief as it is sent, by itself or in the column value_json of a file.</summary>
public sealed record ForecastRequest(double? Probability = null, IReadOnlyList<double>? Grades = null, string? Rationale = null);
