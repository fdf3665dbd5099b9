using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using static Forecasts.Domain.Forecasting.ForecastEvent;

namespace Forecasts.Domain.Tests.Forecasting;

public class ForecastTests
{
    private static readonly DateTimeOffset DueOf4 = Closing("2024-06-14").Instant;

    private static Stamp Mine(DateTimeOffset at) => By(Analyst, at);

    private static Made MadeAt(DateTimeOffset at, double p, int claim = 1) =>
        new(Mine(at), "pr1", Analyst, claim, new Belief.Probability(p), null, false, null);

    private static Revised RevisedAt(DateTimeOffset at, double p) =>
        new(Mine(at), "pr1", Analyst, 1, new Belief.Probability(p), null, false, null);

    private static Withdrawn WithdrawnAt(DateTimeOffset at) => new(Mine(at), "pr1", Analyst, 1);

    private static Decision<ForecastEvent> File(
        double p,
        DateTimeOffset at,
        Forecast? given = null,
        int claim = 1,
        PersonalText? rationale = null
    ) => ForecastDecider.File(given, new(new("pr1", claim), Analyst, new(p), rationale), Robots, ASeason(), Mine(at));

    private static Decision<ForecastEvent> Withdraw(DateTimeOffset at, Forecast? given, int claim = 1) =>
        ForecastDecider.Withdraw(given, new("pr1", claim), Analyst, Robots, ASeason(), Mine(at));

    [Fact]
    public void Given_nothing_when_filed_then_made() => File(0.6, Summer).ThenHappens(MadeAt(Summer, 0.6));

    [Fact]
    public void Given_a_forecast_when_another_is_filed_then_revised() =>
        File(0.7, Summer, ForecastAfter(MadeAt(Opens, 0.6))).ThenHappens(RevisedAt(Summer, 0.7));

    [Fact]
    public void What_stands_already_changes_nothing() => File(0.6, Summer, ForecastAfter(MadeAt(Opens, 0.6))).ThenItIsAlreadySo();

    [Fact]
    public void The_same_belief_with_a_new_rationale_is_a_revision()
    {
        var why = PersonalText.Commit("A new factory", [1, 2, 3]);
        File(0.6, Summer, ForecastAfter(MadeAt(Opens, 0.6)), rationale: why).ThenHappens(RevisedAt(Summer, 0.6) with { Rationale = why });
    }

    [Fact]
    public void A_rationale_is_bounded()
    {
        File(0.6, Summer, rationale: PersonalText.Commit(new string('x', 20_000), [1])).ThenAccepted();
        File(0.6, Summer, rationale: PersonalText.Commit(new string('x', 20_001), [1])).ThenRefused("text.too-long", field: "rationale");
        File(0.6, Summer, rationale: PersonalText.Commit("a\0b", [1])).ThenRefused("text.control-character", field: "rationale");
    }

    [Fact]
    public void A_forecast_that_saw_the_crowd_carries_that_mark() =>
        ForecastDecider
            .File(null, new(new("pr1", 1), Analyst, new(0.6), SawCrowd: true), Robots, ASeason(), Mine(Summer))
            .ThenHappens(MadeAt(Summer, 0.6) with { SawCrowd = true });

    [Fact]
    public void Claims_of_one_prediction_do_not_touch_each_other()
    {
        var given = ForecastAfter(MadeAt(Opens, 0.6));
        File(0.6, Summer, given, claim: 3).ThenHappens(MadeAt(Summer, 0.6, claim: 3));
        ForecastAfter(MadeAt(Opens, 0.6), MadeAt(Summer, 0.2, claim: 3))!.StandingAt(1, Summer).ShouldBe(new Belief.Probability(0.6));
    }

    [Fact]
    public void Forecasts_are_taken_from_the_opening_until_before_the_close()
    {
        File(0.6, Opens - Moment).ThenRefused("forecast.before-opening", RejectionKind.Conflict);
        File(0.6, Opens).ThenAccepted();
        File(0.6, Close - Moment).ThenAccepted();
        File(0.6, Close).ThenRefused("forecast.after-close", RejectionKind.Conflict);
    }

    [Fact]
    public void A_claim_due_earlier_closes_earlier_by_itself()
    {
        File(0.6, DueOf4 - Moment, claim: 4).ThenAccepted();
        File(0.6, DueOf4, claim: 4).ThenRefused("forecast.claim-due", RejectionKind.Conflict);
        File(0.6, DueOf4).ThenAccepted();
    }

    [Fact]
    public void No_reason_opens_the_book_again_after_the_close() =>
        ForecastDecider
            .File(null, new(new("pr1", 1), Analyst, new(0.6)), Robots, ASeason(), By(Organiser, Close, late: "please"))
            .ThenRefused("forecast.after-close", RejectionKind.Conflict);

    [Fact]
    public void A_claim_that_the_prediction_does_not_have_is_not_found()
    {
        File(0.6, Summer, claim: 9).ThenRefused("claim.unknown", RejectionKind.NotFound);
        Withdraw(Summer, null, claim: 9).ThenRefused("claim.unknown", RejectionKind.NotFound);
    }

    [Fact]
    public void The_belief_is_checked_against_the_claims_type_and_the_seasons_floor()
    {
        File(0.5, Summer, claim: 2).ThenRefused("forecast.form");
        File(0.0005, Summer).ThenRefused("forecast.out-of-range");
        ForecastDecider
            .File(null, new(new("pr1", 2), Analyst, new(Grades: [0.2, 0.2, 0.2])), Robots, ASeason(), Mine(Summer))
            .ThenRefused("forecast.sum");
    }

    [Fact]
    public void Two_beliefs_at_one_instant_are_refused()
    {
        var given = ForecastAfter(MadeAt(Summer, 0.6));
        File(0.6, Summer, given).ThenItIsAlreadySo();
        File(0.7, Summer, given).ThenRefused("forecast.duplicate", RejectionKind.Conflict);
    }

    [Fact]
    public void A_forecast_stands_from_its_instant_until_before_the_next()
    {
        var given = ForecastAfter(MadeAt(Opens, 0.6), RevisedAt(Summer, 0.7), WithdrawnAt(Close - Moment))!;
        given.StandingAt(1, Opens - Moment).ShouldBeNull();
        given.StandingAt(1, Opens).ShouldBe(new Belief.Probability(0.6));
        given.StandingAt(1, Summer - Moment).ShouldBe(new Belief.Probability(0.6));
        given.StandingAt(1, Summer).ShouldBe(new Belief.Probability(0.7));
        given.StandingAt(1, Close - Moment).ShouldBeNull();
    }

    [Fact]
    public void Given_a_forecast_when_withdrawn_then_withdrawn_once()
    {
        Withdraw(Summer, ForecastAfter(MadeAt(Opens, 0.6))).ThenHappens(WithdrawnAt(Summer));
        Withdraw(Close - Moment, ForecastAfter(MadeAt(Opens, 0.6), WithdrawnAt(Summer))).ThenItIsAlreadySo();
        Withdraw(Summer, null).ThenItIsAlreadySo();
    }

    [Fact]
    public void A_withdrawn_forecast_can_be_made_anew() =>
        File(0.6, Close - Moment, ForecastAfter(MadeAt(Opens, 0.6), WithdrawnAt(Summer))).ThenHappens(MadeAt(Close - Moment, 0.6));

    [Fact]
    public void At_the_instant_of_its_withdrawal_it_cannot() =>
        File(0.6, Summer, ForecastAfter(MadeAt(Summer, 0.6), WithdrawnAt(Summer)))
            .ThenRefused("forecast.duplicate", RejectionKind.Conflict);

    [Fact]
    public void What_stands_at_the_close_can_no_longer_be_withdrawn()
    {
        Withdraw(Close - Moment, ForecastAfter(MadeAt(Opens, 0.6))).ThenAccepted();
        Withdraw(Close, ForecastAfter(MadeAt(Opens, 0.6))).ThenRefused("forecast.after-close", RejectionKind.Conflict);
        Withdraw(DueOf4, ForecastAfter(MadeAt(Opens, 0.6, claim: 4)), claim: 4).ThenRefused("forecast.claim-due", RejectionKind.Conflict);
    }
}
