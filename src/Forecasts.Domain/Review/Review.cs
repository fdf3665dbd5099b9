using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Review.ReviewEvent;

namespace Forecasts.Domain.Review;

/// <summary>
/// The review of one claim: verdicts and resolution are one stream's decision; stream <c>review/{prediction}/{claim}</c>.
/// </summary>
public abstract record ReviewEvent(Stamp Stamp, string Claim)
{
    public sealed record VerdictGiven(Stamp Stamp, string Claim, Verdict Verdict) : ReviewEvent(Stamp, Claim);

    public sealed record VerdictReplaced(Stamp Stamp, string Claim, Verdict Verdict) : ReviewEvent(Stamp, Claim);

    /// <summary>The quorum disagrees: the claim waits for an adjudicator.</summary>
    public sealed record ConflictFound(Stamp Stamp, string Claim) : ReviewEvent(Stamp, Claim);

    /// <param name="Stamp">When it was settled.</param>
    /// <param name="Claim">Its address.</param>
    /// <param name="Outcome">Void outcomes included.</param>
    /// <param name="DecidedAt">From when on the outcome was public.</param>
    /// <param name="Mode">The season's mode of review, printed with the resolution; null where imported.</param>
    public sealed record Settled(Stamp Stamp, string Claim, Outcome Outcome, DateTimeOffset DecidedAt, ReviewMode? Mode, string? Reason)
        : ReviewEvent(Stamp, Claim);

    /// <param name="VerdictsUntil">Reviewers may give verdicts until then, also after the window.</param>
    public sealed record Reopened(Stamp Stamp, string Claim, string Reason, DateTimeOffset VerdictsUntil) : ReviewEvent(Stamp, Claim);

    /// <summary>An imported outcome is taken back with its import, as if the claim had never been settled.</summary>
    public sealed record TakenBack(Stamp Stamp, string Claim, string Import) : ReviewEvent(Stamp, Claim);
}

/// <summary>One reviewer's independent judgement.</summary>
/// <param name="DecidedAt">When the outcome was public.</param>
/// <param name="Evidence">Ids of the evidence it rests on.</param>
public sealed record Verdict(
    AnalystId Reviewer,
    Outcome Outcome,
    DateTimeOffset DecidedAt,
    string Reason,
    IReadOnlyList<string> Evidence,
    DateTimeOffset GivenAt
)
{
    public bool SaysTheSame(Verdict other) =>
        Outcome == other.Outcome && DecidedAt == other.DecidedAt && Reason == other.Reason && Evidence.SequenceEqual(other.Evidence);
}

public enum ReviewStatus
{
    Open,
    InConflict,
    Settled,
    Void,
}

public sealed record Resolution(
    Outcome Outcome,
    DateTimeOffset DecidedAt,
    ReviewMode? Mode,
    DateTimeOffset SettledAt,
    bool Imported,
    string? Reason,
    string? LateReason,
    string? Import = null
);

public sealed record ClaimReview(
    string Id,
    ReviewStatus Status,
    IReadOnlyList<Verdict> Verdicts,
    Resolution? Resolution,
    int Round,
    DateTimeOffset? VerdictsUntil,
    string? ReopenedBecause
)
{
    public Verdict? VerdictOf(AnalystId reviewer) => Verdicts.FirstOrDefault(v => v.Reviewer == reviewer);

    /// <summary>A claim nobody has judged yet.</summary>
    public static ClaimReview Fresh(string claim) => new(claim, ReviewStatus.Open, [], null, 1, null, null);

    public static ClaimReview Evolve(ClaimReview? before, ReviewEvent happened)
    {
        var review = before ?? Fresh(happened.Claim);
        return happened switch
        {
            VerdictGiven e => review with { Verdicts = [.. review.Verdicts, e.Verdict] },
            VerdictReplaced e => review with
            {
                Verdicts = [.. review.Verdicts.Select(v => v.Reviewer == e.Verdict.Reviewer ? e.Verdict : v)],
            },
            ConflictFound => review with { Status = ReviewStatus.InConflict },
            Settled e => review with
            {
                Status = e.Outcome.IsVoid ? ReviewStatus.Void : ReviewStatus.Settled,
                Resolution = new(
                    e.Outcome,
                    e.DecidedAt,
                    e.Mode,
                    e.Stamp.MadeAt,
                    e.Stamp.IsImport,
                    e.Reason,
                    e.Stamp.LateReason,
                    e.Stamp.Import?.Import
                ),
            },
            Reopened e => Fresh(review.Id) with { Round = review.Round + 1, VerdictsUntil = e.VerdictsUntil, ReopenedBecause = e.Reason },
            TakenBack => review with { Status = ReviewStatus.Open, Resolution = null },
            _ => throw new InvalidOperationException($"Unknown review event {happened.GetType().Name}"),
        };
    }
}
