using Forecasts.Domain.Predictions;
using static Forecasts.Domain.Predictions.PredictionEvent;

namespace Forecasts.Domain.Tests.Predictions;

public class ClaimTests
{
    private static Decision<PredictionEvent> Add(Claim claim, Stamp? stamp = null) =>
        PredictionDecider.AddClaim(Robots, claim, ASeason(), stamp ?? By(Author, Summer));

    [Fact]
    public void Given_a_prediction_when_a_claim_is_added_then_it_stands_in_order_of_its_number()
    {
        Add(AClaim(7)).ThenHappens(new ClaimAdded(By(Author, Summer), AClaim(7)));
        ClaimAdded Added(int n) => new(By(Author, Summer), AClaim(n));
        PredictionEvent[] events = [RobotsFiled with { Claims = [AClaim(5)] }, Added(7), Added(6)];
        events.Aggregate((Prediction?)null, Prediction.Evolve)!.Claims.Select(c => c.Number).ShouldBe([5, 6, 7]);
    }

    [Fact]
    public void The_same_claim_again_is_already_so_also_after_the_close()
    {
        Add(AClaim(1)).ThenItIsAlreadySo();
        Add(AClaim(1) with { FiledAt = Summer }, By(Author, Close)).ThenItIsAlreadySo();
    }

    [Fact]
    public void Another_claim_under_the_same_number_is_refused() =>
        Add(AClaim(1) with { Weight = 2 }).ThenRefused("claim.exists", RejectionKind.Conflict);

    [Fact]
    public void Claims_are_added_until_forecasts_close_and_later_with_a_reason()
    {
        Add(AClaim(7), By(Author, Close - Moment)).ThenAccepted();
        Add(AClaim(7), By(Author, Close)).ThenRefused("prediction.after-close", RejectionKind.Conflict);
        Add(AClaim(7), By(Organiser, Close, late: "left out by mistake")).ThenAccepted();
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void A_number_lies_within_1_and_99(int number, bool accepted)
    {
        if (accepted)
            Add(AClaim(number)).ThenAccepted();
        else
            Add(AClaim(number)).ThenRefused("claim.number");
    }

    [Fact]
    public void Statement_and_criteria_are_needed_and_bounded()
    {
        Add(AClaim(7) with { Statement = "" }).ThenRefused("text.missing", field: "statement");
        Add(AClaim(7) with { Statement = new string('x', 1_001) }).ThenRefused("text.too-long", field: "statement");
        Add(AClaim(7) with { Criteria = " " }).ThenRefused("text.missing", field: "criteria");
        Add(AClaim(7) with { Criteria = new string('x', 4_001) }).ThenRefused("text.too-long", field: "criteria");
    }

    [Fact]
    public void A_type_without_a_name_is_refused() => new ClaimTerms("sonnet").Read().Refused.ThenRefused("claim.type", field: "type");

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1000.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_lies_above_0_and_at_most_at_1000(double weight)
    {
        Add(AClaim(7) with { Weight = weight }).ThenRefused("claim.weight");
        Add(AClaim(7) with { Weight = 1_000 }).ThenAccepted();
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\0")]
    public void A_cluster_is_a_clean_name(string cluster) => Add(AClaim(7) with { Cluster = cluster }).ThenRefused("claim.cluster");

    [Fact]
    public void A_cluster_has_at_most_100_characters()
    {
        Add(AClaim(7) with { Cluster = new string('c', 100) }).ThenAccepted();
        Add(AClaim(7) with { Cluster = new string('c', 101) }).ThenRefused("claim.cluster");
    }

    [Theory]
    [InlineData("0138-05-05", "claim.due-before-opening")]
    [InlineData("2024-01-09", "claim.due-before-opening")]
    [InlineData("2024-01-10", null)]
    [InlineData("2030-12-31", null)]
    [InlineData("2054-12-31", null)]
    [InlineData("2055-01-01", "claim.due-too-far")]
    [InlineData("9999-12-30", "claim.due-too-far")]
    public void A_due_day_beyond_the_season_is_welcome_but_not_before_the_opening_or_over_30_years_ahead(string due, string? code)
    {
        if (code is null)
            Add(AClaim(7, due: Closing(due))).ThenAccepted();
        else
            Add(AClaim(7, due: Closing(due))).ThenRefused(code, field: "due");
    }

    [Fact]
    public void An_address_reads_back_as_it_was_written() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Int[1, 99])
            .Sample(
                (prediction, number) =>
                {
                    ClaimRef address = new("a/" + prediction, number);
                    ClaimRef.Parse(address.ToString()).ShouldBe(address);
                }
            );
}
