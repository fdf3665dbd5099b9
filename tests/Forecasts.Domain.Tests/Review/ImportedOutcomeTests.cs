using Forecasts.Domain.Review;
using static Forecasts.Domain.Review.ReviewEvent;
using static Forecasts.Domain.Tests.Review.Verdicts;

namespace Forecasts.Domain.Tests.Review;

public class ImportedOutcomeTests
{
    private static Decision<ReviewEvent> Import(
        string word,
        ClaimReview? given = null,
        DateTimeOffset? resolved = null,
        DateTimeOffset? decided = null,
        int claim = 1
    ) => ReviewDecider.SettleImported(given, OutcomeOf(word), decided ?? Decided, Case(claim: claim), Imported(resolved ?? WindowOpens));

    private static readonly Settled WasImported = new(Imported(WindowOpens), Address, OutcomeOf("yes"), Decided, null, null);

    [Fact]
    public void Given_nothing_when_an_outcome_is_imported_then_it_settles_by_itself_marked_as_imported_and_outside_any_mode()
    {
        Import("yes").ThenHappens(WasImported);
        var resolution = ReviewAfter(WasImported)!.Resolution!;
        (resolution.Imported, resolution.Mode, resolution.SettledAt).ShouldBe((true, null, WindowOpens));
    }

    [Fact]
    public void Twice_is_once_and_another_outcome_is_refused()
    {
        Import("yes", ReviewAfter(WasImported), resolved: WindowCloses).ThenItIsAlreadySo();
        Import("no", ReviewAfter(WasImported)).ThenRefused("claim.settled", RejectionKind.Conflict, "outcome");
        Import("yes", ReviewAfter(WasImported), decided: Decided.AddHours(1))
            .ThenRefused("claim.settled", RejectionKind.Conflict, "outcome");
    }

    [Fact]
    public void It_does_not_cut_short_what_reviewers_have_begun() =>
        Import("yes", ReviewAfter(Given(Says(Ann, "yes")))).ThenRefused("review.under-way", RejectionKind.Conflict, "outcome");

    [Fact]
    public void Its_own_time_lies_in_the_window()
    {
        Import("yes", resolved: WindowOpens - Moment).ThenRefused("review.before-window", RejectionKind.Conflict);
        Import("yes", resolved: WindowCloses - Moment).ThenAccepted();
        Import("yes", resolved: WindowCloses).ThenRefused("review.after-window", RejectionKind.Conflict);
    }

    [Fact]
    public void Its_word_fits_the_claim()
    {
        Import("half").ThenRefused("verdict.unknown", field: "outcome");
        Import("half", claim: 2).ThenAccepted();
        Import("void:condition-not-met").ThenAccepted();
        Import("void:whim").ThenRefused("verdict.unknown", field: "outcome");
    }

    [Fact]
    public void It_was_public_by_the_time_it_was_resolved()
    {
        Import("yes", decided: WindowOpens).ThenAccepted();
        Import("yes", decided: WindowOpens + Moment).ThenRefused("verdict.decided-later", field: "decided_at");
        Import("yes", decided: At("0138-01-01")).ThenRefused("verdict.decided-earlier", field: "decided_at");
    }

    [Theory]
    [InlineData("no", 0.0)]
    [InlineData("inaccurate", 0.0)]
    [InlineData("half", 0.5)]
    [InlineData("yes", 1.0)]
    [InlineData("accurate", 1.0)]
    [InlineData("void:organiser", null)]
    public void Every_word_has_its_grade_and_a_void_has_none(string word, double? grade)
    {
        ClaimKind kind = word is "yes" or "no" ? new BinaryClaim() : new GradedClaim(true);
        var outcome = kind.ReadOutcome(word)!;
        outcome.Word.ShouldBe(word);
        outcome.IsVoid.ShouldBe(grade is null);
        if (grade is { } known)
            kind.Index(outcome).ShouldBe(known);
    }
}
