namespace Forecasts.Server.Tests.Fixtures;

/// <summary>Ready-made tournaments and requests; the calendar is 2024 in UTC unless a test says otherwise.</summary>
public static class Given
{
    public static readonly DateTimeOffset MidYear = new(2024, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset InWindow = new(2025, 1, 10, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset AfterWindow = new(2025, 3, 21, 12, 0, 0, TimeSpan.Zero);

    public static object Calendar(int year = 2024) =>
        new
        {
            opens = $"{year}-01-01",
            forecastsClose = $"{year}-12-31",
            windowOpens = $"{year + 1}-01-01",
            windowCloses = $"{year + 1}-02-15",
            publishes = $"{year + 1}-03-20",
        };

    public static object Season(
        int year = 2024,
        string zone = "Etc/UTC",
        string mode = "independent",
        int reviewers = 1,
        string visibility = "sealed",
        object? calendar = null
    ) =>
        new
        {
            year,
            title = $"Season {year}",
            timeZone = zone,
            calendar = calendar ?? Calendar(year),
            themes = new[] { new { key = "general", name = "General" } },
            review = new { mode, reviewers },
            visibility,
        };

    /// <summary>A tournament "t" with one season; returns an admin's client.</summary>
    public static async Task<Api> Tournament(RunningServer server, object? season = null)
    {
        var admin = await server.As("root", RoleName.Admin);
        (await admin.Post("tournaments", new { slug = "t", name = "Test" })).Ok();
        (await admin.Post("tournaments/t/seasons", season ?? Season())).Ok();
        return admin;
    }

    public static object Prediction(params string[] types) =>
        new
        {
            theme = "general",
            title = "A judgement",
            coreJudgement = "Something will happen.",
            claims = (types.Length == 0 ? ["binary"] : types)
                .Select(type => new
                {
                    statement = "It happens.",
                    type,
                    criteria = "As the paper says.",
                    due = "2024-12-31",
                })
                .ToArray(),
        };

    /// <summary>Files a prediction and returns its id.</summary>
    public static async Task<string> Filed(Api author, params string[] types) =>
        (string)(await author.Post("seasons/t/2024/predictions", Prediction(types))).Ok()["id"]!;

    public static object Verdict(string verdict, string decidedAt = "2024-12-31") =>
        new
        {
            verdict,
            reason = "The record says so.",
            decidedAt,
        };
}
