using Forecasts.Domain.Review;
using static Forecasts.Domain.Review.ReviewEvent;
using static Forecasts.Domain.Tests.Review.Verdicts;

namespace Forecasts.Domain.Tests.Review;

public class QuorumTests
{
    private static readonly ClaimReview? AnnSaidYes = ReviewAfter(Given(Says(Ann, "yes")));

    [Fact]
    public void One_reviewer_settles_at_once_where_the_season_asks_for_one() =>
        Give(null, Says(Ann, "yes"), Case(SeasonWith(reviewers: 1))).ThenHappens(Given(Says(Ann, "yes")), SettledBy(Ann, "yes"));

    [Fact]
    public void Two_that_agree_settle() => Give(AnnSaidYes, Says(Ben, "yes")).ThenHappens(Given(Says(Ben, "yes")), SettledBy(Ben, "yes"));

    [Fact]
    public void Two_that_disagree_are_a_conflict()
    {
        Give(AnnSaidYes, Says(Ben, "no")).ThenHappens(Given(Says(Ben, "no")), Conflict(Ben));
        Give(AnnSaidYes, Says(Ben, "void:not-decidable")).ThenHappens(Given(Says(Ben, "void:not-decidable")), Conflict(Ben));
    }

    [Fact]
    public void The_earliest_moment_counts_whoever_said_it()
    {
        var earlier = Decided.AddHours(-5);
        Give(AnnSaidYes, Says(Ben, "yes", earlier)).ThenHappens(Given(Says(Ben, "yes", earlier)), SettledBy(Ben, "yes", earlier));
        Give(AnnSaidYes, Says(Ben, "yes", Decided.AddHours(5)))
            .ThenHappens(Given(Says(Ben, "yes", Decided.AddHours(5))), SettledBy(Ben, "yes", Decided));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Moments_a_day_apart_agree_and_a_moment_more_is_a_conflict(int sign)
    {
        var day = TimeSpan.FromDays(1);
        Give(AnnSaidYes, Says(Ben, "yes", Decided + (sign * day))).Events[1].ShouldBeOfType<Settled>();
        Give(AnnSaidYes, Says(Ben, "yes", Decided + (sign * (day + Moment))))
            .ThenHappens(Given(Says(Ben, "yes", Decided + (sign * (day + Moment)))), Conflict(Ben));
    }

    [Fact]
    public void Two_equal_voids_settle_as_void_whenever_they_were_decided()
    {
        var given = ReviewAfter(Given(Says(Ann, "void:source-vanished", Summer)));
        var decision = Give(given, Says(Ben, "void:source-vanished"));
        decision.ThenHappens(Given(Says(Ben, "void:source-vanished")), SettledBy(Ben, "void:source-vanished", Summer));
        decision.Events.Aggregate(given, ClaimReview.Evolve)!.Status.ShouldBe(ReviewStatus.Void);
        Give(given, Says(Ben, "void:criteria-defective")).Events[1].ShouldBe(Conflict(Ben));
    }

    [Fact]
    public void The_resolution_says_how_it_came_about()
    {
        var review = ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "yes")), SettledBy(Ben, "yes"))!;
        review.Status.ShouldBe(ReviewStatus.Settled);
        review.Resolution.ShouldBe(
            new Resolution(OutcomeOf("yes"), Decided, Domain.Seasons.ReviewMode.Independent, InWindow, Imported: false, null, null)
        );
    }

    [Fact]
    public void After_any_sequence_of_verdicts_the_claim_is_settled_exactly_when_the_quorum_agrees()
    {
        var verdict = Gen.Select(
            Gen.OneOf(Ann, Ben, "p-cleo"),
            Gen.OneOf("yes", "no", "void:organiser"),
            Gen.Int[0, 40],
            (reviewer, word, hours) => Says(reviewer, word, Decided.AddHours(hours))
        );
        Gen.Select(verdict.Array[0, 8], Gen.Int[1, 2])
            .Sample(
                (verdicts, reviewers) =>
                {
                    ClaimReview? review = null;
                    Dictionary<string, Verdict> counted = [];
                    foreach (var v in verdicts)
                    {
                        if (counted.Count < reviewers)
                            counted[v.Reviewer] = v;
                        review = Give(review, v, Case(SeasonWith(reviewers: reviewers))).Events.Aggregate(review, ClaimReview.Evolve);
                    }

                    (review?.Status ?? ReviewStatus.Open).ShouldBe(Expected(counted.Values, reviewers));
                    static IEnumerable<Verdict> ByGiver(IEnumerable<Verdict> of) =>
                        of.OrderBy(v => v.Reviewer.Value, StringComparer.Ordinal);
                    ByGiver(review?.Verdicts ?? []).ShouldBe(ByGiver(counted.Values));
                    if (review?.Status == ReviewStatus.Settled)
                        review.Resolution!.DecidedAt.ShouldBe(counted.Values.Min(v => v.DecidedAt));
                },
                iter: 2_000
            );

        static ReviewStatus Expected(IReadOnlyCollection<Verdict> counted, int reviewers)
        {
            if (counted.Count < reviewers)
                return ReviewStatus.Open;
            if (counted.DistinctBy(v => v.Outcome.Word).Count() > 1)
                return ReviewStatus.InConflict;
            if (counted.First().Outcome.IsVoid)
                return ReviewStatus.Void;
            return counted.Max(v => v.DecidedAt).AddDays(-1) <= counted.Min(v => v.DecidedAt)
                ? ReviewStatus.Settled
                : ReviewStatus.InConflict;
        }
    }
}
