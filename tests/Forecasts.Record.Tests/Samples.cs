using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record.Tests;

/// <summary>One of each event, with something in every place.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new(2024, 7, 1, 12, 30, 15, 250, TimeSpan.Zero);
    private static readonly Stamp By = new(new("p-ann"), At);
    private static readonly Stamp Imported = new(new("p-importer"), At, new("im1", 7), "The file came late");
    private static readonly LocalText Both = LocalText.In(new Dictionary<string, string> { ["en"] = "Robots", ["zh-Hans"] = "机器人" });

    private static CalendarDay Day(string day, int hours = 0) =>
        new(
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
            new DateTimeOffset(
                DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
                default,
                TimeSpan.FromHours(8)
            ).AddHours(hours)
        );

    private static readonly Calendar Calendar = new(
        "Asia/Shanghai",
        "2026a",
        Day("2024-01-10"),
        Day("2024-12-20", 24),
        Day("2024-12-20", 24),
        Day("2025-01-05"),
        Day("2025-01-31", 24),
        Day("2025-02-10", 24),
        Day("2025-02-20", 24),
        Day("2025-03-01")
    );

    private static Claim Claim(int number, ClaimKind kind) =>
        new(number, Both, kind, "What the gazette says", Day("2024-12-31", 24), 1.5, "robots", At);

    /// <summary>A claim of every kind.</summary>
    public static readonly Claim[] Claims =
    [
        Claim(1, new BinaryClaim()),
        Claim(2, new GradedClaim(false)),
        Claim(3, new GradedClaim(true)),
        Claim(4, new ChoiceClaim([new("Asia"), new("Europe"), new("elsewhere")], false)),
        Claim(5, new ChoiceClaim([new("few"), new("many")], true)),
        Claim(6, new NumberClaim(1, 1000, OpenEnds.Upper, true, "GW", 0.5, null)),
        Claim(7, new NumberClaim(0, 10, OpenEnds.None, false, null, 0, 1)),
        Claim(8, new DateClaim(new(2024, 1, 1), new(2030, 12, 31), OpenEnds.Both)),
    ];

    private static readonly Fact Fact = new(
        new(2024, 12, 30),
        Both,
        "The gazette",
        "https://example.org/2024",
        "so it was",
        new Dictionary<int, Stance> { [1] = Stance.Supports, [2] = Stance.Mixed }
    );

    private static readonly PersonalText Rationale = PersonalText.Commit("I have seen one walk", [1, 2, 3]);

    private static StatedPoint Point(double level, double value) => new(level, new(value));

    /// <summary>By the name of its golden file; several where an event has forms.</summary>
    public static readonly IReadOnlyDictionary<string, object> All = new Dictionary<string, object>
    {
        ["season.planned.1"] = new SeasonEvent.Planned(
            By,
            "ai-trends",
            2024,
            Both,
            Calendar,
            [new("robots", Both)],
            new(new(0.002), new(ReviewMode.Self, 1), Visibility.AfterOwn),
            true
        ),
        ["season.calendar-changed.1"] = new SeasonEvent.CalendarChanged(By, Calendar),
        ["season.opened.1"] = new SeasonEvent.Opened(By, At),
        ["season.forecasts-closed.1"] = new SeasonEvent.ForecastsClosed(By, At),
        ["season.window-opened.1"] = new SeasonEvent.WindowOpened(By, At),
        ["season.window-closed.1"] = new SeasonEvent.WindowClosed(By, At),
        ["season.published.1"] = new SeasonEvent.Published(By, 2, "00ff", 4711),
        ["season.taken-back.1"] = new SeasonEvent.TakenBack(By, "im1"),
        ["prediction.filed.1"] = new PredictionEvent.Filed(
            Imported,
            "pr1",
            new("ai-trends", 2024),
            "robots-1",
            "robots",
            new("p-ann"),
            Both,
            "Robots will walk",
            3,
            [new(Both, "The gazette", null, [new(Both, 12.5, "GW")])],
            Claims
        ),
        ["prediction.claim-added.1"] = new PredictionEvent.ClaimAdded(By, Claims[0]),
        ["prediction.option-added.1"] = new PredictionEvent.OptionAdded(By, "pr1", 4, "Africa", "It came up"),
        ["prediction.taken-back.1"] = new PredictionEvent.TakenBack(By, "pr1", "im1"),
        ["prediction.claim-taken-back.1"] = new PredictionEvent.ClaimTakenBack(By, "pr1", 2, "im1"),
        ["forecast.made.1"] = new ForecastEvent.Made(
            Imported,
            "pr1",
            new("p-ann"),
            1,
            new Belief.Probability(0.7),
            Rationale,
            true,
            At.AddDays(9)
        ),
        ["forecast.made.1-erased"] = new ForecastEvent.Made(
            By,
            "pr1",
            new("p-ann"),
            1,
            new Belief.Probability(0.7),
            Rationale.Erased(),
            true,
            null
        ),
        ["forecast.made.1-grades"] = new ForecastEvent.Made(
            By,
            "pr1",
            new("p-ann"),
            2,
            new Belief.Grades(0.2, 0.3, 0.5),
            null,
            false,
            null
        ),
        ["forecast.made.1-options"] = new ForecastEvent.Made(
            By,
            "pr1",
            new("p-ann"),
            4,
            new Belief.Options([new("Asia", 0.6), new("Europe", 0.3), new("elsewhere", 0.1)]),
            null,
            false,
            null
        ),
        ["forecast.made.1-quantiles"] = new ForecastEvent.Made(
            By,
            "pr1",
            new("p-ann"),
            6,
            new Belief.Quantiles([Point(0.1, 2), Point(0.5, 12.5), Point(0.9, 250)], 0, 0.01),
            null,
            false,
            null
        ),
        ["forecast.made.1-cdf"] = new ForecastEvent.Made(
            By,
            "pr1",
            new("p-ann"),
            8,
            new Belief.Cdf([new(0.25, Scalar.Of(new(2026, 3, 1))), new(0.75, Scalar.Of(new(2028, 3, 1)))]),
            null,
            false,
            null
        ),
        ["forecast.revised.1"] = new ForecastEvent.Revised(
            By,
            "pr1",
            new("p-ann"),
            1,
            new Belief.Probability(0.000001),
            Rationale,
            false,
            null
        ),
        ["forecast.withdrawn.1"] = new ForecastEvent.Withdrawn(By, "pr1", new("p-ann"), 1),
        ["forecast.taken-back.1"] = new ForecastEvent.TakenBack(By, "pr1", new("p-ann"), 1, At, "im1"),
        ["evidence.attached.1"] = new EvidenceEvent.Attached(By, "pr1", "e1", Fact, 1),
        ["evidence.corrected.1"] = new EvidenceEvent.Corrected(By, "pr1", "e1", Fact),
        ["evidence.retracted.1"] = new EvidenceEvent.Retracted(By, "pr1", "e1", "The page was a joke"),
        ["review.verdict-given.1"] = new ReviewEvent.VerdictGiven(By, "pr1/1", Verdict(new Outcome.YesNo(true))),
        ["review.verdict-replaced.1"] = new ReviewEvent.VerdictReplaced(By, "pr1/2", Verdict(new Outcome.Grade(0.5))),
        ["review.conflict-found.1"] = new ReviewEvent.ConflictFound(By, "pr1/1"),
        ["review.settled.1"] = new ReviewEvent.Settled(By, "pr1/4", new Outcome.Option("Asia"), At, ReviewMode.Independent, "All agreed"),
        ["review.settled.1-number"] = new ReviewEvent.Settled(Imported, "pr1/6", new Outcome.Number(12.5), At, null, null),
        ["review.settled.1-day"] = new ReviewEvent.Settled(Imported, "pr1/8", new Outcome.Day(new(2027, 3, 1)), At, null, null),
        ["review.settled.1-void"] = new ReviewEvent.Settled(
            By,
            "pr1/1",
            new Outcome.Void("source-vanished"),
            At,
            ReviewMode.Independent,
            "The site is gone"
        ),
        ["review.reopened.1"] = new ReviewEvent.Reopened(By, "pr1/1", "The source was wrong", At),
        ["review.taken-back.1"] = new ReviewEvent.TakenBack(By, "pr1/1", "im1"),
    };

    private static Verdict Verdict(Outcome outcome) => new(new("p-ben"), outcome, At, "The gazette says so", ["e1", "e2"], At.AddHours(1));
}
