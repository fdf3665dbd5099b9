using Forecasts.Domain.Forecasting;
using static Forecasts.Domain.Forecasting.ForecastEvent;

namespace Forecasts.Domain.Tests.Forecasting;

public class ImportedForecastTests
{
    private static DateTimeOffset Day(int n) => Opens.AddDays(n);

    private static Decision<ForecastEvent> Import(Forecast? given, double p, DateTimeOffset at, DateTimeOffset? ends = null) =>
        ForecastDecider.File(given, new(new("pr1", 1), Analyst, new(p), EndsAt: ends), Robots, ASeason(), Imported(at));

    private static Forecast? ImportAll(params (double P, DateTimeOffset At, DateTimeOffset? Ends)[] lines) =>
        lines.Aggregate(
            (Forecast?)null,
            (given, line) =>
                Import(given, line.P, line.At, line.Ends)
                    .Events.Aggregate(given, (state, e) => Forecast.Evolve(state, "forecast/pr1/" + Analyst, e))
        );

    [Fact]
    public void A_backdated_forecast_stands_from_when_it_was_made_and_is_marked_as_imported()
    {
        var happened = Import(null, 0.6, Day(3)).Events.ShouldHaveSingleItem().ShouldBeOfType<Made>();
        happened.Analyst.ShouldBe(Analyst);
        happened.Stamp.By.ShouldBe(Importer);
        happened.Stamp.MadeAt.ShouldBe(Day(3));
        happened.Stamp.IsImport.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(1.0, true)]
    [InlineData(-0.0001, false)]
    [InlineData(1.0001, false)]
    [InlineData(double.NaN, false)]
    public void It_keeps_the_filed_value_from_0_to_1(double p, bool accepted)
    {
        if (accepted)
            Import(null, p, Day(3)).ThenAccepted();
        else
            Import(null, p, Day(3)).ThenRefused("forecast.out-of-range");
    }

    [Fact]
    public void Its_own_time_decides_whether_it_was_in_time()
    {
        Import(null, 0.6, Opens - Moment).ThenRefused("forecast.before-opening", RejectionKind.Conflict);
        Import(null, 0.6, Opens).ThenAccepted();
        Import(null, 0.6, Close - Moment).ThenAccepted();
        Import(null, 0.6, Close).ThenRefused("forecast.after-close", RejectionKind.Conflict);
        Import(null, 0.6, At("0138-01-01")).ThenRefused("forecast.before-opening", RejectionKind.Conflict);
    }

    [Fact]
    public void Twice_is_once()
    {
        var once = ImportAll((0.6, Day(1), null), (0.7, Day(5), Day(9)));
        Import(once, 0.6, Day(1)).ThenItIsAlreadySo();
        Import(once, 0.7, Day(5), Day(9)).ThenItIsAlreadySo();
        Import(once, 0.7, Day(5)).ThenRefused("forecast.duplicate", RejectionKind.Conflict, "made_at");
    }

    [Fact]
    public void There_are_at_most_ten_thousand_turns_and_each_costs_the_same()
    {
        var all = ImportAll([
            .. Enumerable.Range(0, Forecast.MostTurns).Select(n => (0.5, Day(1).AddSeconds(n % 2 == 0 ? n : -n), (DateTimeOffset?)null)),
        ]);
        all!.TurnsOf(1).Select(t => t.At).ShouldBeInOrder();
        Import(all, 0.5, Day(1)).ThenItIsAlreadySo();
        Import(all, 0.6, Day(2)).ThenRefused("forecast.too-many", RejectionKind.Conflict);
        var taken = ForecastDecider.TakeBack(all, "pr1", Analyst, "im1", false, By(Organiser, InWindow));
        taken.Events.Aggregate(all, (state, e) => Forecast.Evolve(state, "forecast/pr1/" + Analyst, e))!.TurnsOf(1).ShouldBeEmpty();
    }

    [Fact]
    public void A_forecast_may_end_by_itself()
    {
        var given = ImportAll((0.6, Day(1), Day(4)))!;
        given.StandingAt(1, Day(4) - Moment).ShouldBe(new Belief.Probability(0.6));
        given.StandingAt(1, Day(4)).ShouldBeNull();
        Import(null, 0.6, Day(1), Day(1)).ThenRefused("forecast.ends-before-start", field: "ends_at");
        Import(null, 0.6, Day(1), Day(1) + Moment).ThenAccepted();
    }

    [Fact]
    public void After_its_end_the_next_one_is_made_not_revised() =>
        Import(ImportAll((0.6, Day(1), Day(4))), 0.6, Day(4)).Events.ShouldHaveSingleItem().ShouldBeOfType<Made>();

    [Fact]
    public void A_live_forecast_of_the_same_value_takes_the_end_away()
    {
        var given = ImportAll((0.6, Day(1), Day(4)));
        ForecastDecider
            .File(given, new(new("pr1", 1), Analyst, new(0.6)), Robots, ASeason(), By(Analyst, Day(2)))
            .ThenHappens(new Revised(By(Analyst, Day(2)), "pr1", Analyst, 1, new Belief.Probability(0.6), null, false, null));
    }

    [Fact]
    public void A_line_between_two_equal_ones_does_not_run_on_over_the_second()
    {
        var given = ImportAll((0.6, Day(1), null), (0.6, Day(5), null), (0.5, Day(3), null))!;
        given.StandingAt(1, Day(2)).ShouldBe(new Belief.Probability(0.6));
        given.StandingAt(1, Day(4)).ShouldBe(new Belief.Probability(0.5));
        given.StandingAt(1, Day(6)).ShouldBe(new Belief.Probability(0.6));
    }

    [Fact]
    public void Whatever_the_order_of_the_lines_the_same_beliefs_stand()
    {
        var line = Gen.Select(
            Gen.Int[0, 9],
            Gen.Int[0, 30],
            Gen.Int[0, 6],
            (tenths, day, lasts) => (P: tenths / 10.0, At: Day(day), Ends: lasts > 4 ? Day(day + lasts) : (DateTimeOffset?)null)
        );
        Gen.Select(line.Array[1, 12], Gen.Int[0, 1_000])
            .Sample(
                (lines, seed) =>
                {
                    lines = [.. lines.DistinctBy(l => l.At)];
                    (double P, DateTimeOffset At, DateTimeOffset? Ends)[] shuffled = [.. lines.OrderBy(l => HashCode.Combine(l.At, seed))];
                    var (inOrder, mixed) = (ImportAll([.. lines.OrderBy(l => l.At)])!, ImportAll(shuffled)!);
                    for (var day = 0; day < 40; day++)
                        mixed.StandingAt(1, Day(day)).ShouldBe(inOrder.StandingAt(1, Day(day)));
                },
                iter: 300
            );
    }
}
