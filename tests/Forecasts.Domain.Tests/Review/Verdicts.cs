using Forecasts.Domain.Evidence;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Review.ReviewEvent;

namespace Forecasts.Domain.Tests.Review;

/// <summary>Short ways to judge claim 1 (binary) or 2 (graded) of the given prediction.</summary>
internal static class Verdicts
{
    public const string Address = "pr1/1";

    public static readonly DateTimeOffset Decided = At("2024-12-31", 12);

    public static Verdict Says(string reviewer, string word, DateTimeOffset? decided = null, DateTimeOffset? given = null) =>
        new(new(reviewer), OutcomeOf(word), decided ?? Decided, "The gazette says so", NoEvidence, given ?? InWindow);

    private static readonly string[] NoEvidence = [];

    public static ReviewCase Case(Season? season = null, int claim = 1, EvidenceFile? evidence = null, bool holdsForecast = false) =>
        new(season ?? ASeason(), Robots, Robots.Claim(claim)!, evidence, holdsForecast);

    public static Decision<ReviewEvent> Give(
        ClaimReview? given,
        Verdict verdict,
        ReviewCase? about = null,
        DateTimeOffset? at = null,
        string? late = null
    ) => ReviewDecider.GiveVerdict(given, verdict, about ?? Case(), By(verdict.Reviewer, at ?? InWindow, late));

    public static VerdictGiven Given(Verdict verdict) => new(By(verdict.Reviewer, InWindow), Address, verdict);

    public static VerdictReplaced Replaced(Verdict verdict) => new(By(verdict.Reviewer, InWindow), Address, verdict);

    public static Settled SettledBy(
        string reviewer,
        string word,
        DateTimeOffset? decided = null,
        ReviewMode mode = ReviewMode.Independent
    ) => new(By(new(reviewer), InWindow), Address, OutcomeOf(word), decided ?? Decided, mode, null);

    public static ConflictFound Conflict(string by) => new(By(new(by), InWindow), Address);

    public static Reopened WasReopened(DateTimeOffset until) => new(By(Organiser, InWindow), Address, "The source was wrong", until);
}
