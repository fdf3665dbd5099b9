using Forecasts.Server.Tests.Fixtures;

namespace Forecasts.Server.Tests.Forecasting;

/// <summary>A forecast is in time or not at all; the season's instants decide, at their very microsecond.</summary>
public sealed class ForecastTimeTests(PrivatePostgres postgres)
{
    private static readonly DateTimeOffset Opens = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Before_the_opening_and_after_the_close_no_forecast_is_taken()
    {
        await using var town = await Town.Start(postgres, now: Opens.AddHours(-1));
        var id = await Given.Filed(town.Bob);
        var path = $"predictions/{id}/claims/1/forecast";
        await town.Refuses(409, "forecast.before-opening", () => town.Ann.Put(path, new { probability = 0.5 }));
        await town.Refuses(409, "season.not-yet", () => town.Organiser.Post("seasons/t/2024/open", null));

        await town.SetClock(Opens.AddSeconds(1));
        await town.Adds(1, () => town.Ann.Put(path, new { probability = 0.5 }));
        await town.SetClock(Opens.AddYears(1).AddMinutes(-1));
        await town.Adds(1, () => town.Ann.Put(path, new { probability = 0.6 }));

        await town.SetClock(Opens.AddYears(1).AddSeconds(1));
        await town.Refuses(409, "forecast.after-close", () => town.Ann.Put(path, new { probability = 0.7 }));
        await town.Refuses(409, "forecast.after-close", () => town.Ann.Delete(path));
        await town.Refuses(409, "prediction.after-close", () => town.Bob.Post("seasons/t/2024/predictions", Given.Prediction()));
        await town.Refuses(409, "prediction.after-close", () => town.Bob.Post("seasons/t/2024/predictions", Late("Because I say so.")));
        await town.Adds(1, () => town.Organiser.Post("seasons/t/2024/predictions", Late("The paper was lost in the post.")));
    }

    [Fact]
    public async Task A_claim_closes_with_its_due_day()
    {
        await using var town = await Town.Start(postgres);
        var id = (string)(await town.Bob.Post("seasons/t/2024/predictions", Due("2024-06-01"))).Ok()["id"]!;
        await town.Adds(1, () => town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.5 }));
        await town.SetClock(new(2024, 6, 2, 0, 0, 1, TimeSpan.Zero));
        await town.Refuses(409, "forecast.claim-due", () => town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.6 }));
    }

    private static object Due(string due) =>
        new
        {
            theme = "general",
            title = "Soon",
            coreJudgement = "It happens soon.",
            claims = new[]
            {
                new
                {
                    statement = "It happens.",
                    type = "binary",
                    criteria = "As the paper says.",
                    due,
                },
            },
        };

    private static object Late(string reason) =>
        new
        {
            theme = "general",
            title = "Late",
            coreJudgement = "It came late.",
            reason,
            claims = new[]
            {
                new
                {
                    statement = "It happens.",
                    type = "binary",
                    criteria = "As the paper says.",
                    due = "2025-12-31",
                },
            },
        };
}
