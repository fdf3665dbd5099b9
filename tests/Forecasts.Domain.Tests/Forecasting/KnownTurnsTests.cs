using Forecasts.Domain.Forecasting;

namespace Forecasts.Domain.Tests.Forecasting;

/// <summary>A decision on the few turns that it needs is the decision on all of them.</summary>
public class KnownTurnsTests
{
    private static readonly string Id = "forecast/pr1/" + Analyst;

    private static readonly Gen<(double P, DateTimeOffset At, DateTimeOffset? Ends)> Line = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 30],
        Gen.Int[0, 6],
        (tenths, day, lasts) => (tenths / 10.0, Day(day), lasts > 4 ? Day(day + lasts) : (DateTimeOffset?)null)
    );

    private static DateTimeOffset Day(int n) => Opens.AddDays(n);

    private static Decision<ForecastEvent> Decide(Forecast? given, (double P, DateTimeOffset At, DateTimeOffset? Ends) line) =>
        ForecastDecider.File(given, new(new("pr1", 1), Analyst, new(line.P), EndsAt: line.Ends), Robots, ASeason(), Imported(line.At));

    private static Forecast? All(IEnumerable<(double P, DateTimeOffset At, DateTimeOffset? Ends)> lines) =>
        lines.Aggregate(
            (Forecast?)null,
            (given, line) => Decide(given, line).Events.Aggregate(given, (state, e) => Forecast.Evolve(state, Id, e))
        );

    private static Forecast Known(Forecast? stored, IEnumerable<DateTimeOffset> at) =>
        at.Select(a => stored?.TurnAt(1, a)).OfType<Turn>().Aggregate(Nothing(stored), (known, turn) => known.Know(1, turn));

    private static Forecast Nothing(Forecast? stored) =>
        new Forecast(Id, stored?.Events ?? 0) with
        {
            Elsewhere = System.Collections.Immutable.ImmutableDictionary<int, int>.Empty.Add(1, stored?.Count(1) ?? 0),
        };

    [Fact]
    public void The_last_turn_before_each_line_is_enough_for_all_of_them() =>
        Gen.Select(Line.Array[0, 20], Line.Array[1, 12])
            .Sample(
                (stored, lines) =>
                {
                    var all = All(stored);
                    var known = Known(all, lines.Select(l => l.At));
                    foreach (var line in lines)
                    {
                        var (onAll, onKnown) = (Decide(all, line), Decide(known, line));
                        onKnown.Events.ShouldBe(onAll.Events);
                        onKnown.Rejection.ShouldBe(onAll.Rejection);
                        foreach (var happened in onAll.Events)
                            (all, known) = (Forecast.Evolve(all, Id, happened), Forecast.Evolve(known, Id, happened));
                        known.Count(1).ShouldBe(all?.Count(1) ?? 0);
                    }
                },
                iter: 500
            );

    [Fact]
    public void What_a_rehearsal_reads_chunk_by_chunk_is_as_if_read_at_once() =>
        Gen.Select(Line.Array[0, 20], Line.Array[2, 12], Gen.Int[1, 6])
            .Sample(
                (stored, lines, size) =>
                {
                    var (before, all) = (All(stored), All(stored));
                    var known = Nothing(before);
                    foreach (var chunk in lines.Chunk(size))
                    {
                        known = known.Know(Known(before, chunk.Select(l => l.At)));
                        foreach (var line in chunk)
                        {
                            Decide(known, line).Events.ShouldBe(Decide(all, line).Events);
                            foreach (var happened in Decide(all, line).Events)
                                (all, known) = (Forecast.Evolve(all, Id, happened), Forecast.Evolve(known, Id, happened));
                            known.Count(1).ShouldBe(all?.Count(1) ?? 0);
                        }
                    }
                },
                iter: 500
            );

    [Fact]
    public void Turns_elsewhere_count_towards_the_most()
    {
        var almost = new Forecast(Id, Forecast.MostTurns) with
        {
            Elsewhere = System.Collections.Immutable.ImmutableDictionary<int, int>.Empty.Add(1, Forecast.MostTurns - 1),
        };
        var last = Decide(almost, (0.5, Day(1), null)).Events.ShouldHaveSingleItem();
        Decide(Forecast.Evolve(almost, Id, last), (0.5, Day(2), null)).ThenRefused("forecast.too-many", RejectionKind.Conflict);
    }

    [Fact]
    public void An_import_is_taken_back_page_by_page_as_at_once() =>
        Gen.Select(Line.Array[1, 20], Gen.Int[1, 7])
            .Sample(
                (lines, size) =>
                {
                    var all = All(lines)!;
                    var pages = all.TurnsOf(1)
                        .OrderBy(t => t.Order)
                        .Chunk(size)
                        .Select(page => page.Aggregate(new Forecast(Id, all.Events), (known, turn) => known.Know(1, turn)));
                    var taken = pages.SelectMany(page => TakeBack(page).Events).ToList();
                    taken.ShouldBe(TakeBack(all).Events, ignoreOrder: true);
                    taken.Aggregate(all, (state, e) => Forecast.Evolve(state, Id, e)).TurnsOf(1).ShouldBeEmpty();
                },
                iter: 300
            );

    [Fact]
    public void A_later_turn_of_another_road_stands_in_the_way_of_a_page()
    {
        var own = All([(0.6, Day(1), null), (0.7, Day(5), null)])!;
        var page = new Forecast(Id, 3).Know(1, own.TurnsOf(1)[0]).Know(1, new(Day(9), new Belief.Probability(0.5), null, null, 3));
        TakeBack(page).ThenRefused("import.undo-revised", RejectionKind.Conflict);
    }

    private static Decision<ForecastEvent> TakeBack(Forecast known) =>
        ForecastDecider.TakeBack(known, "pr1", Analyst, "im1", false, By(Organiser, InWindow));
}
