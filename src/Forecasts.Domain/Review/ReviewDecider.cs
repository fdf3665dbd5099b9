using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Review.ReviewEvent;

namespace Forecasts.Domain.Review;

/// <summary>What a verdict is decided on, beside the review itself.</summary>
/// <param name="HoldsForecast">The reviewer has a forecast on the claim.</param>
public sealed record ReviewCase(Season Season, Prediction Prediction, Claim Claim, EvidenceFile? Evidence, bool HoldsForecast)
{
    public string Address => new ClaimRef(Prediction.Id, Claim.Number).ToString();
}

public static class ReviewDecider
{
    private static readonly TimeSpan SameDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterReopening = TimeSpan.FromDays(14);

    /// <summary>
    /// Why this person may not judge the claim, or null; independent reviewers hold no stake, a self review is the author's.
    /// </summary>
    public static Rejection? Eligible(ReviewRules rules, AnalystId reviewer, AnalystId author, bool holdsForecast) =>
        rules.Mode switch
        {
            ReviewMode.Self when reviewer != author => Refuse.Forbidden(
                "review.author-only",
                "In this season the author of a prediction resolves it."
            ),
            ReviewMode.Independent when reviewer == author => Refuse.Forbidden(
                "review.own-prediction",
                "You wrote this prediction: somebody independent must judge it."
            ),
            ReviewMode.Independent when holdsForecast => Refuse.Forbidden(
                "review.holds-forecast",
                "You hold a forecast on this claim: somebody independent must judge it."
            ),
            _ => null,
        };

    public static Decision<ReviewEvent> GiveVerdict(ClaimReview? review, Verdict verdict, ReviewCase about, Stamp stamp)
    {
        review ??= ClaimReview.Fresh(about.Address);
        var known = review.VerdictOf(verdict.Reviewer);
        var rules = about.Season.Rules.Review;
        if (
            Check.First(
                Eligible(rules, verdict.Reviewer, about.Prediction.Author, about.HoldsForecast),
                Words(verdict, about, stamp),
                known is not null && known.SaysTheSame(verdict) ? null : StillOpen(review),
                InTime(review, about.Season, stamp)
            ) is
            { } wrong
        )
            return wrong;
        if (known is not null && known.SaysTheSame(verdict))
            return Decision<ReviewEvent>.Nothing;

        ReviewEvent given = known is null ? new VerdictGiven(stamp, review.Id, verdict) : new VerdictReplaced(stamp, review.Id, verdict);
        var after = ClaimReview.Evolve(review, given);
        if (after.Verdicts.Count < rules.Reviewers)
            return given;
        return new[] { given, Quorum(after, about.Claim.Kind, rules, stamp) };
    }

    /// <summary>An imported outcome settles the claim by itself, marked as imported.</summary>
    public static Decision<ReviewEvent> SettleImported(
        ClaimReview? review,
        Outcome outcome,
        DateTimeOffset decidedAt,
        ReviewCase about,
        Stamp stamp
    )
    {
        if (review?.Resolution is { } known)
            return known.Outcome == outcome && known.DecidedAt == decidedAt
                ? Decision<ReviewEvent>.Nothing
                : Refuse.Conflict("claim.settled", $"The claim is settled as '{known.Outcome.Word}' already.", "outcome");
        if (review is { Verdicts.Count: > 0 })
            return Refuse.Conflict("review.under-way", "Reviewers have begun to judge this claim.", "outcome");
        if (InTime(review ?? ClaimReview.Fresh(about.Address), about.Season, stamp) is { } wrong)
            return wrong;
        if (Check.First(Fits(outcome, about.Claim, "outcome"), Public(decidedAt, stamp, "decided_at")) is { } unfit)
            return unfit;
        return new Settled(stamp, about.Address, outcome, decidedAt, null, null);
    }

    /// <summary>An organiser's void: counted and listed, never a "no".</summary>
    public static Decision<ReviewEvent> Void(ClaimReview? review, string? code, string? reason, ReviewCase about, Stamp stamp)
    {
        if (code is null || !Outcome.Void.Codes.Contains(code))
            return Refuse.Invalid("void.code", $"The code is one of {string.Join(", ", Outcome.Void.Codes)}.", "code");
        if (Check.Text(reason, "reason", 1_000) is { } wrong)
            return wrong;
        if (review?.Resolution?.Outcome == new Outcome.Void(code))
            return Decision<ReviewEvent>.Nothing;
        if (review?.Resolution is not null)
            return Refuse.Conflict("claim.settled", "The claim is settled; reopen it first.");
        return new Settled(stamp, about.Address, new Outcome.Void(code), stamp.MadeAt, about.Season.Rules.Review.Mode, reason);
    }

    /// <summary>Takes a resolution (or a conflict) back: verdicts start anew.</summary>
    public static Decision<ReviewEvent> Reopen(ClaimReview? review, string? reason, Season season, Stamp stamp)
    {
        if (Check.Text(reason, "reason", 1_000) is { } wrong)
            return wrong;
        if (review is null || review.Status == ReviewStatus.Open)
            return Refuse.Conflict("claim.open", "The claim is open already.");
        var grace = stamp.MadeAt + AfterReopening;
        return new Reopened(
            stamp,
            review.Id,
            reason!,
            grace > season.Calendar.WindowCloses.Instant ? grace : season.Calendar.WindowCloses.Instant
        );
    }

    /// <summary>Takes back an outcome that an import brought.</summary>
    public static Decision<ReviewEvent> TakeBack(ClaimReview? review, string import, bool published, Stamp stamp)
    {
        if (review?.Resolution is not { } settled || settled.Import != import)
            return Decision<ReviewEvent>.Nothing;
        return published ? Undo.Published : new TakenBack(stamp, review.Id, import);
    }

    private static ReviewEvent Quorum(ClaimReview review, ClaimKind kind, ReviewRules rules, Stamp stamp)
    {
        var first = review.Verdicts.Min(v => v.DecidedAt);
        var sameDay = review.Verdicts.Max(v => v.DecidedAt) - first <= SameDay;
        return kind.Agreed([.. review.Verdicts.Select(v => v.Outcome)]) is { } agreed && (agreed.IsVoid || sameDay)
            ? new Settled(stamp, review.Id, agreed, first, rules.Mode, null)
            : new ConflictFound(stamp, review.Id);
    }

    private static Rejection? Words(Verdict verdict, ReviewCase about, Stamp stamp) =>
        Check.First(
            Fits(verdict.Outcome, about.Claim, "verdict"),
            Check.Text(verdict.Reason, "reason", 4_000),
            Public(verdict.DecidedAt, stamp, "decidedAt"),
            verdict.Evidence.Any(id => about.Evidence?.Item(id) is null or { Retracted: not null })
                ? Refuse.Invalid("evidence.unknown", "The verdict rests on evidence that this prediction does not have.", "evidence")
                : null
        );

    private static Rejection? Fits(Outcome outcome, Claim claim, string field) => claim.Kind.Check(outcome, field);

    private static Rejection? Public(DateTimeOffset decidedAt, Stamp stamp, string field) =>
        decidedAt > stamp.MadeAt
            ? Refuse.Invalid("verdict.decided-later", $"'{field}' lies after the verdict; a verdict tells what is public.", field)
        : decidedAt.Year < 1900 ? Refuse.Invalid("verdict.decided-earlier", $"'{field}' must not lie before 1900.", field)
        : null;

    private static Rejection? StillOpen(ClaimReview review) =>
        review.Status switch
        {
            ReviewStatus.Open => null,
            ReviewStatus.InConflict => Refuse.Conflict(
                "review.quorum-reached",
                "The quorum is reached: verdicts stay as they are, an adjudicator decides."
            ),
            _ => Refuse.Conflict("claim.settled", "The claim is settled; an organiser may reopen it."),
        };

    private static Rejection? InTime(ClaimReview review, Season season, Stamp stamp)
    {
        var closes = review.VerdictsUntil ?? season.Calendar.WindowCloses.Instant;
        return stamp.MadeAt < season.Calendar.WindowOpens.Instant
                ? Check.Late(
                    stamp,
                    Refuse.Conflict("review.before-window", $"The resolution window opens on {season.Calendar.WindowOpens.Local:O}.")
                )
            : stamp.MadeAt >= closes
                ? Check.Late(
                    stamp,
                    Refuse.Conflict(
                        "review.after-window",
                        $"The resolution window closed after {season.Calendar.WindowCloses.Local:O}; an organiser may still act with a reason."
                    )
                )
            : null;
    }
}
