using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;

namespace Forecasts.Domain.Tests.Forecasting;

public class BeliefTests
{
    private const double Floor = 0.001;

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(0.5, true)]
    [InlineData(0.999, true)]
    [InlineData(0.0009999, false)]
    [InlineData(0.9990001, false)]
    [InlineData(0.0, false)]
    [InlineData(1.0, false)]
    [InlineData(-0.2, false)]
    [InlineData(1.2, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.NegativeInfinity, false)]
    public void A_probability_lies_within_the_floor_and_its_mirror(double p, bool accepted)
    {
        foreach (var type in new[] { ClaimType.Binary, ClaimType.Expected })
        {
            var answer = new Belief(p).Validate(type, Floor);
            if (accepted) answer.ShouldBeNull();
            else answer.ThenRefused("forecast.out-of-range", field: "probability");
        }
    }

    [Fact]
    public void Whatever_the_floor_in_thousandths_its_mirror_as_a_person_writes_it_is_accepted()
    {
        for (var thousandths = 1; thousandths <= 50; thousandths++)
        {
            new Belief((double)((1_000 - thousandths) / 1_000m)).Validate(ClaimType.Binary, (double)(thousandths / 1_000m)).ShouldBeNull();
            new Belief((double)(thousandths / 1_000m)).Validate(ClaimType.Binary, (double)(thousandths / 1_000m)).ShouldBeNull();
        }
    }

    [Fact]
    public void Three_grades_sum_to_one_within_a_millionth()
    {
        Grades(0.2, 0.3, 0.5).ShouldBeNull();
        Grades(0.333333, 0.333333, 0.333334).ShouldBeNull();
        Grades(1 / 3.0, 1 / 3.0, 1 / 3.0).ShouldBeNull();
        Grades(0.2, 0.3, 0.51).ThenRefused("forecast.sum", field: "grades");
        Grades(0.2, 0.3, 0.500002).ThenRefused("forecast.sum", field: "grades");
        Grades(0.2, 0.3, double.NaN).ThenRefused("forecast.out-of-range", field: "grades");
        Grades(0, 0.5, 0.5).ThenRefused("forecast.out-of-range", field: "grades");
        new Belief(Grades: [0, 0, 1]).Validate(ClaimType.Three, 0).ShouldBeNull();

        static Rejection? Grades(params double[] grades) => new Belief(Grades: grades).Validate(ClaimType.Three, Floor);
    }

    [Fact]
    public void The_claims_type_fixes_the_form()
    {
        new Belief(0.5).Validate(ClaimType.Three, Floor).ThenRefused("forecast.form", field: "grades");
        new Belief(0.5, [0.2, 0.3, 0.5]).Validate(ClaimType.Three, Floor).ThenRefused("forecast.form", field: "grades");
        new Belief(Grades: [0.5, 0.5]).Validate(ClaimType.Three, Floor).ThenRefused("forecast.form", field: "grades");
        new Belief(Grades: [0.2, 0.3, 0.5]).Validate(ClaimType.Binary, Floor).ThenRefused("forecast.form", field: "probability");
        new Belief(0.5, [0.2, 0.3, 0.5]).Validate(ClaimType.Binary, Floor).ThenRefused("forecast.form", field: "probability");
        new Belief(Grades: [0.2, 0.3, 0.5]).Validate(ClaimType.Expected, Floor).ThenRefused("forecast.form", field: "probability");
        new Belief().Validate(ClaimType.Binary, Floor).ThenRefused("forecast.form");
        new Belief().Validate(ClaimType.Three, Floor).ThenRefused("forecast.form");
    }

    [Fact]
    public void Beliefs_are_equal_by_their_numbers()
    {
        new Belief(0.3).ShouldBe(new Belief(0.3));
        new Belief(Grades: [0.2, 0.3, 0.5]).ShouldBe(new Belief(Grades: new List<double> { 0.2, 0.3, 0.5 }));
        new Belief(Grades: [0.2, 0.3, 0.5]).GetHashCode().ShouldBe(new Belief(Grades: new List<double> { 0.2, 0.3, 0.5 }).GetHashCode());
        new Belief(Grades: [0.2, 0.3, 0.5]).ShouldNotBe(new Belief(Grades: [0.3, 0.2, 0.5]));
        new Belief(0.3).ShouldNotBe(new Belief(Grades: [0.2, 0.3, 0.5]));
        new Belief(0.3).Values.ShouldBe([0.3]);
        new Belief(Grades: [0.2, 0.3, 0.5]).Values.ShouldBe([0.2, 0.3, 0.5]);
    }
}
