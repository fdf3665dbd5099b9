using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Tests;

/// <summary>One season, one prediction and their people, in UTC: the ground on which the sentences stand.</summary>
internal static class Given
{
    public static readonly AnalystId Author = new("p-author"),
        Analyst = new("p-analyst"),
        Ann = new("p-ann"),
        Ben = new("p-ben"),
        Organiser = new("p-organiser"),
        Importer = new("p-importer");

    public static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    public static DateTimeOffset At(string day, int hour = 0) =>
        new(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), new TimeOnly(hour, 0), TimeSpan.Zero);

    /// <summary>An opening: the first instant of its day.</summary>
    public static CalendarDay Opening(string day) => new(DateOnly.FromDateTime(At(day).UtcDateTime), At(day));

    /// <summary>A closing: the first instant after its day.</summary>
    public static CalendarDay Closing(string day) => new(DateOnly.FromDateTime(At(day).UtcDateTime), At(day).AddDays(1));

    public static readonly Calendar TheCalendar = new(
        "Etc/UTC",
        "2026a",
        Opens: Opening("2024-01-10"),
        RevealAt: Closing("2024-12-20"),
        ForecastsClose: Closing("2024-12-20"),
        WindowOpens: Opening("2025-01-05"),
        WindowCloses: Closing("2025-01-31"),
        AdjudicationCloses: Closing("2025-02-10"),
        DisputesClose: Closing("2025-02-20"),
        Publishes: Opening("2025-03-01")
    );

    public static readonly DateTimeOffset Opens = TheCalendar.Opens.Instant,
        Close = TheCalendar.ForecastsClose.Instant,
        WindowOpens = TheCalendar.WindowOpens.Instant,
        WindowCloses = TheCalendar.WindowCloses.Instant,
        Publishes = TheCalendar.Publishes.Instant,
        Summer = At("2024-07-01"),
        InWindow = At("2025-01-20");

    public static SeasonRules Rules(ReviewMode mode = ReviewMode.Independent, int reviewers = 2) =>
        new(new ScoringRules(), new ReviewRules(mode, reviewers), Visibility.Sealed);

    public static readonly SeasonEvent.Planned Plan = new(
        By(Organiser, At("2023-12-01")),
        "ai-trends",
        2024,
        "AI trends 2024",
        TheCalendar,
        [new Theme("new-energy", "New energy"), new Theme("robots", "Humanoid robots")],
        Rules(),
        Synthetic: false
    );

    public static Season ASeason(params SeasonEvent[] then) => then.Aggregate(Season.Evolve(null, Plan), Season.Evolve)!;

    public static Season SeasonWith(ReviewMode mode = ReviewMode.Independent, int reviewers = 2) =>
        ASeason() with
        {
            Rules = Rules(mode, reviewers),
        };

    public static Claim AClaim(int number = 1, ClaimKind? kind = null, CalendarDay? due = null) =>
        new(
            number,
            $"Claim {number} comes true",
            kind ?? new BinaryClaim(),
            "What counts is the official figure",
            due ?? Closing("2024-12-31"),
            1,
            null,
            At("2024-01-10")
        );

    /// <summary>Claim 1 is binary, 2 graded as three, 3 graded as expected, 4 binary and due in June.</summary>
    public static readonly PredictionEvent.Filed RobotsFiled = new(
        By(Author, At("2024-01-10")),
        "pr1",
        new("ai-trends", 2024),
        null,
        "robots",
        Author,
        "Robots",
        "Robots will walk",
        1,
        [],
        [AClaim(), AClaim(2, new GradedClaim(false)), AClaim(3, new GradedClaim(true)), AClaim(4, due: Closing("2024-06-14"))]
    );

    public static readonly Prediction Robots = Prediction.Evolve(null, RobotsFiled)!;

    /// <summary>An outcome by its word; what is no word of any kind is taken for an option.</summary>
    public static Outcome OutcomeOf(string word) =>
        word.StartsWith("void:", StringComparison.Ordinal)
            ? new Outcome.Void(word[5..])
            : new BinaryClaim().ReadSettled(word) ?? Outcome.Grade.Read(word) ?? (Outcome)new Outcome.Option(word);

    public static Stamp By(AnalystId person, DateTimeOffset at, string? late = null) => new(person, at, null, late);

    public static Stamp Imported(DateTimeOffset at, int line = 2) => new(Importer, at, new ImportLine("im1", line));

    public static Forecast? ForecastAfter(params ForecastEvent[] events) =>
        events.Aggregate((Forecast?)null, (state, e) => Forecast.Evolve(state, "forecast/pr1/" + Analyst, e));

    public static EvidenceFile? EvidenceAfter(params EvidenceEvent[] events) =>
        events.Aggregate((EvidenceFile?)null, (state, e) => EvidenceFile.Evolve(state, "evidence/pr1", e));

    public static ClaimReview? ReviewAfter(params ReviewEvent[] events) => events.Aggregate((ClaimReview?)null, ClaimReview.Evolve);
}
