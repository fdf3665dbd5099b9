namespace Forecasts.Domain.Tests.Kinds;

public class BeliefTests
{
    private const double Floor = 0.001;

    private static readonly ClaimKind Binary = new BinaryClaim(),
        Three = new GradedClaim(false),
        Expected = new GradedClaim(true);

    private static Rejection? Refused(StatedBelief stated, ClaimKind kind, double lowest) => kind.Read(stated, lowest, Summer).Refused;

    private static Belief Read(StatedBelief stated) => (stated.Grades is null ? Binary : Three).Read(stated, Floor, Summer).Belief!;

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
        foreach (var kind in new ClaimKind[] { Binary, Expected })
        {
            var answer = Refused(new(p), kind, Floor);
            if (accepted)
                answer.ShouldBeNull();
            else
                answer.ThenRefused("forecast.out-of-range", field: "probability");
        }
    }

    [Fact]
    public void Whatever_the_floor_in_thousandths_its_mirror_as_a_person_writes_it_is_accepted()
    {
        for (var thousandths = 1; thousandths <= 50; thousandths++)
        {
            Refused(new((double)((1_000 - thousandths) / 1_000m)), Binary, (double)(thousandths / 1_000m)).ShouldBeNull();
            Refused(new((double)(thousandths / 1_000m)), Binary, (double)(thousandths / 1_000m)).ShouldBeNull();
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
        Refused(new(Grades: [0, 0, 1]), Three, 0).ShouldBeNull();

        static Rejection? Grades(params double[] grades) => Refused(new(Grades: grades), Three, Floor);
    }

    [Fact]
    public void The_claims_type_fixes_the_form()
    {
        Refused(new(0.5), Three, Floor).ThenRefused("forecast.form", field: "grades");
        Refused(new(0.5, [0.2, 0.3, 0.5]), Three, Floor).ThenRefused("forecast.form", field: "grades");
        Refused(new(Grades: [0.5, 0.5]), Three, Floor).ThenRefused("forecast.form", field: "grades");
        Refused(new(Grades: [0.2, 0.3, 0.5]), Binary, Floor).ThenRefused("forecast.form", field: "probability");
        Refused(new(0.5, [0.2, 0.3, 0.5]), Binary, Floor).ThenRefused("forecast.form", field: "probability");
        Refused(new(Grades: [0.2, 0.3, 0.5]), Expected, Floor).ThenRefused("forecast.form", field: "probability");
        Refused(new(), Binary, Floor).ThenRefused("forecast.form");
        Refused(new(), Three, Floor).ThenRefused("forecast.form");
    }

    [Fact]
    public void Beliefs_are_equal_by_their_numbers()
    {
        Read(new(0.3)).ShouldBe(Read(new(0.3)));
        Read(new(Grades: [0.2, 0.3, 0.5])).ShouldBe(Read(new(Grades: new List<double> { 0.2, 0.3, 0.5 })));
        Read(new(Grades: [0.2, 0.3, 0.5])).GetHashCode().ShouldBe(Read(new(Grades: new List<double> { 0.2, 0.3, 0.5 })).GetHashCode());
        Read(new(Grades: [0.2, 0.3, 0.5])).ShouldNotBe(Read(new(Grades: [0.3, 0.2, 0.5])));
        Read(new(0.3)).ShouldNotBe(Read(new(Grades: [0.2, 0.3, 0.5])));
        Read(new(0.3)).Row.ShouldBe([0.3]);
        Read(new(Grades: [0.2, 0.3, 0.5])).Row.ShouldBe([0.2, 0.3, 0.5]);
    }
}
