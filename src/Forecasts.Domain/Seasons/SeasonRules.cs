namespace Forecasts.Domain.Seasons;

public sealed record Theme(string Key, LocalText Name);

/// <param name="Floor">Live forecasts lie within Floor and 1 - Floor; log-based scores never use less than it.</param>
public sealed record ScoringRules(double Floor = 0.001);

public enum ReviewMode
{
    /// <summary>Reviewers hold no forecast on the claim and did not write it.</summary>
    Independent,

    /// <summary>The author resolves; one reviewer.</summary>
    Self,
}

public sealed record ReviewRules(ReviewMode Mode = ReviewMode.Independent, int Reviewers = 2);

public enum Visibility
{
    /// <summary>Nobody but its author sees a forecast before the reveal.</summary>
    Sealed,

    /// <summary>Seen after filing one's own.</summary>
    AfterOwn,
    Open,
}

public sealed record SeasonRules(ScoringRules Scoring, ReviewRules Review, Visibility Visibility)
{
    public Rejection? Validate() =>
        !(Scoring.Floor > 0 && Scoring.Floor <= 0.05)
            ? Refuse.Invalid("scoring.floor", "The floor of probabilities must lie above 0 and at most at 0.05.", "scoring")
        : !Enum.IsDefined(Review.Mode) ? Refuse.Invalid("review.mode", "The mode of review is one of independent, self.", "review")
        : !Enum.IsDefined(Visibility)
            ? Refuse.Invalid("season.visibility", "The visibility is one of sealed, afterOwn, open.", "visibility")
        : Review.Reviewers is < 1 or > 2 ? Refuse.Invalid("review.reviewers", "A season asks for one or two reviewers.", "review")
        : Review.Mode == ReviewMode.Self && Review.Reviewers != 1
            ? Refuse.Invalid("review.self", "In mode 'self' the author resolves alone: reviewers must be 1.", "review")
        : null;
}
