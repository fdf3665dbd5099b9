using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Tests.Review.Verdicts;

namespace Forecasts.Domain.Tests.Review;

public class VerdictTests
{
    [Fact]
    public void Given_nothing_when_a_reviewer_judges_then_the_verdict_waits_for_the_second() =>
        Give(null, Says(Ann, "yes")).ThenHappens(Given(Says(Ann, "yes")));

    [Fact]
    public void The_same_verdict_again_is_already_so_also_after_the_quorum()
    {
        Give(ReviewAfter(Given(Says(Ann, "yes"))), Says(Ann, "yes", given: InWindow.AddHours(1))).ThenItIsAlreadySo();
        Give(ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "yes")), SettledBy(Ben, "yes")), Says(Ann, "yes")).ThenItIsAlreadySo();
        Give(ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "no")), Conflict(Ben)), Says(Ann, "yes")).ThenItIsAlreadySo();
    }

    [Fact]
    public void An_own_verdict_may_be_replaced_until_the_quorum()
    {
        Give(ReviewAfter(Given(Says(Ann, "yes"))), Says(Ann, "no")).ThenHappens(Replaced(Says(Ann, "no")));
        Give(ReviewAfter(Given(Says(Ann, "yes"))), Says(Ann, "yes") with { Reason = "Another reason" })
            .ThenHappens(Replaced(Says(Ann, "yes") with { Reason = "Another reason" }));
        Give(ReviewAfter(Given(Says(Ann, "yes")), Replaced(Says(Ann, "no"))), Says(Ben, "no"))
            .ThenHappens(Given(Says(Ben, "no")), SettledBy(Ben, "no"));
    }

    [Fact]
    public void It_may_not_be_replaced_afterwards()
    {
        Give(ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "no")), Conflict(Ben)), Says(Ann, "no"))
            .ThenRefused("review.quorum-reached", RejectionKind.Conflict);
        Give(ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "yes")), SettledBy(Ben, "yes")), Says(Ann, "no"))
            .ThenRefused("claim.settled", RejectionKind.Conflict);
        Give(ReviewAfter(SettledBy(Organiser, "void:organiser")), Says(Ann, "no")).ThenRefused("claim.settled", RejectionKind.Conflict);
    }

    [Fact]
    public void A_third_reviewer_comes_too_late()
    {
        Give(ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "no")), Conflict(Ben)), Says("p-cleo", "no"))
            .ThenRefused("review.quorum-reached", RejectionKind.Conflict);
        Give(ReviewAfter(Given(Says(Ann, "yes")), Given(Says(Ben, "yes")), SettledBy(Ben, "yes")), Says("p-cleo", "yes"))
            .ThenRefused("claim.settled", RejectionKind.Conflict);
    }

    [Fact]
    public void An_independent_reviewer_neither_wrote_the_prediction_nor_holds_a_forecast()
    {
        Give(null, Says(Author, "yes")).ThenRefused("review.own-prediction", RejectionKind.Forbidden);
        Give(null, Says(Ann, "yes"), Case(holdsForecast: true)).ThenRefused("review.holds-forecast", RejectionKind.Forbidden);
    }

    [Fact]
    public void In_self_mode_the_author_resolves_alone_forecast_or_not()
    {
        var self = Case(SeasonWith(ReviewMode.Self, 1), holdsForecast: true);
        Give(null, Says(Ann, "yes"), self).ThenRefused("review.author-only", RejectionKind.Forbidden);
        Give(null, Says(Author, "yes"), self).ThenHappens(Given(Says(Author, "yes")), SettledBy(Author, "yes", mode: ReviewMode.Self));
    }

    [Fact]
    public void Verdicts_are_taken_from_the_window_opening_until_before_it_closes()
    {
        var before = Says(Ann, "yes", decided: Summer);
        Give(null, before, at: WindowOpens - Moment).ThenRefused("review.before-window", RejectionKind.Conflict);
        Give(null, before, at: WindowOpens).ThenAccepted();
        Give(null, before, at: WindowCloses - Moment).ThenAccepted();
        Give(null, before, at: WindowCloses).ThenRefused("review.after-window", RejectionKind.Conflict);
    }

    [Fact]
    public void Outside_the_window_a_verdict_needs_a_reason_which_the_resolution_keeps()
    {
        Give(null, Says(Ann, "yes"), at: WindowCloses, late: "the reviewer was ill").ThenAccepted();
        Give(null, Says(Ann, "yes", Summer), at: WindowOpens - Moment, late: "decided in summer").ThenAccepted();
        Give(null, Says(Ann, "yes"), at: WindowCloses, late: " ").ThenRefused("text.missing", field: "reason");
        Give(null, Says(Ann, "yes"), at: WindowCloses, late: new string('x', 1_001)).ThenRefused("text.too-long", field: "reason");

        var settled = Give(null, Says(Ann, "yes"), Case(SeasonWith(reviewers: 1)), WindowCloses, "the reviewer was ill");
        ReviewAfter([.. settled.Events])!.Resolution!.LateReason.ShouldBe("the reviewer was ill");
    }

    [Fact]
    public void The_word_fits_the_claims_type()
    {
        foreach (var word in new[] { "accurate", "half", "YES", "", "notYetDue", "void", "void:", "void:whim" })
            Give(null, Says(Ann, word)).ThenRefused("verdict.unknown", field: "verdict");
        foreach (var word in new[] { "yes", "no", "Half", "0.5" })
            Give(null, Says(Ann, word), Case(claim: 2)).ThenRefused("verdict.unknown", field: "verdict");
        foreach (var word in Outcome.Void.Codes.Select(code => "void:" + code).Concat(["yes", "no"]))
            Give(null, Says(Ann, word)).ThenAccepted();
        foreach (var word in new[] { "inaccurate", "half", "accurate", "void:source-vanished" })
        {
            Give(null, Says(Ann, word), Case(claim: 2)).ThenAccepted();
            Give(null, Says(Ann, word), Case(claim: 3)).ThenAccepted();
        }
    }

    [Fact]
    public void It_gives_a_reason()
    {
        Give(null, Says(Ann, "yes") with { Reason = "" }).ThenRefused("text.missing", field: "reason");
        Give(null, Says(Ann, "yes") with { Reason = new string('x', 4_001) }).ThenRefused("text.too-long", field: "reason");
    }

    [Fact]
    public void It_tells_what_is_public_by_now()
    {
        Give(null, Says(Ann, "yes", decided: InWindow)).ThenAccepted();
        Give(null, Says(Ann, "yes", decided: InWindow + Moment)).ThenRefused("verdict.decided-later", field: "decidedAt");
        Give(null, Says(Ann, "yes", decided: At("9999-12-31"))).ThenRefused("verdict.decided-later", field: "decidedAt");
        Give(null, Says(Ann, "yes", decided: At("0138-01-01"))).ThenRefused("verdict.decided-earlier", field: "decidedAt");
        Give(null, Says(Ann, "yes", decided: Opens.AddYears(-1))).ThenAccepted();
    }

    [Fact]
    public void It_rests_on_evidence_that_stands()
    {
        Fact fact = new(new(2024, 6, 30), "A robot walked", "The gazette", null, null, new Dictionary<int, Stance>());
        EvidenceEvent attached = new EvidenceEvent.Attached(By(Ben, Summer), "pr1", "e1", fact);
        EvidenceEvent retracted = new EvidenceEvent.Retracted(By(Ben, Summer), "pr1", "e1", "A hoax");
        var verdict = Says(Ann, "yes") with { Evidence = ["e1"] };
        Give(null, verdict, Case(evidence: EvidenceAfter(attached))).ThenAccepted();
        Give(null, verdict, Case(evidence: EvidenceAfter(attached, retracted))).ThenRefused("evidence.unknown", field: "evidence");
        Give(null, verdict).ThenRefused("evidence.unknown", field: "evidence");
    }
}
