namespace Forecasts.Server.Tests.Fixtures;

/// <summary>A prediction with a claim of every new kind, and one whose options look like words of ours.</summary>
public static class KindsOfClaims
{
    public const int Choice = 1,
        Ordered = 2,
        Number = 3,
        Date = 4,
        Whole = 5,
        Words = 6;

    public static object Prediction() =>
        new
        {
            theme = "general",
            title = "All kinds",
            coreJudgement = "Something will happen.",
            claims = new[]
            {
                Claim("choice", options: ["North", "South", "Another"]),
                Claim("ordered", options: ["Down", "Level", "Up"]),
                Claim("number", range: new { min = 0, max = 100 }, unit: "GWh", tolerance: 0.5),
                Claim("date", range: new { min = "2024-01-01", max = "2025-12-31" }, openBounds: "both"),
                Claim("number", range: new { min = 0, max = 10 }, step: 1),
                Claim("choice", options: ["half", "yes", "Another"]),
            },
        };

    public static async Task<string> Filed(Api author) =>
        (string)(await author.Post("seasons/t/2024/predictions", Prediction())).Ok()["id"]!;

    public static object Claim(
        string type,
        string[]? options = null,
        object? range = null,
        string? unit = null,
        double? tolerance = null,
        string? openBounds = null,
        double? step = null
    )
    {
        var claim = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["statement"] = "It happens.",
            ["type"] = type,
            ["criteria"] = "As the paper says.",
            ["due"] = "2024-12-31",
        };
        (string, object?)[] terms =
        [
            ("options", options),
            ("range", range),
            ("unit", unit),
            ("tolerance", tolerance),
            ("openBounds", openBounds),
            ("step", step),
        ];
        foreach (var (name, value) in terms)
            if (value is not null)
                claim[name] = value;
        return claim;
    }
}
