namespace Forecasts.Scoring.Tests;

/// <summary>Claims of ten days, with what people said about them.</summary>
public static class Given
{
    public static readonly ScoreOptions Usual = new();

    public static DateTimeOffset Day(double day) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    /// <summary>Opens on day 0, is scheduled until day 10.</summary>
    public static ClaimWindow Window(double closes = 10, double? spot = null) => new(Day(0), Day(10), Day(closes), Day(spot ?? closes));

    public static TimedForecast Says(string who, double p, double from = 0, double? until = null, bool withdrawn = false) =>
        new(who, Day(from), until is { } u ? Day(u) : null, [p], withdrawn);

    public static TimedForecast Grades(string who, double[] grades, double from = 0, double? until = null) =>
        new(who, Day(from), until is { } u ? Day(u) : null, grades, false);

    public static ClaimScoreSheet YesNo(double outcome, ClaimWindow window, params TimedForecast[] forecasts) =>
        ClaimScores.Score(ClaimShape.Binary, outcome, window, forecasts, Usual);

    public static ForecasterScore Of(this ClaimScoreSheet sheet, string who) => sheet.Forecasters.Single(f => f.Forecaster == who);

    public static ForecasterScore Crowd(this ClaimScoreSheet sheet, string which) => sheet.Crowds.Single(c => c.Crowd == which).Score;
}
