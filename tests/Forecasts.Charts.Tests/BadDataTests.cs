namespace Forecasts.Charts.Tests;

/// <summary>What cannot be is refused with the name of the field, its index and its value.</summary>
public sealed class BadDataTests
{
    private static readonly DateTimeOffset Day = new(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Chart> Wrong = new(StringComparer.Ordinal)
    {
        ["curve is empty"] = new ReliabilityDiagram([], [], 0),
        ["curve[1].said is 1.5"] = new ReliabilityDiagram([new(0.1, 0.1), new(1.5, 0.2)], [], 60),
        ["curve[0].happened is NaN"] = new ReliabilityDiagram([new(0.1, double.NaN)], [], 60),
        ["curve[1].said is 0.1; it must be above the one before, 0.1"] = new ReliabilityDiagram([new(0.1, 0.1), new(0.1, 0.2)], [], 60),
        ["counts[0].n is -1"] = new ReliabilityDiagram([new(0.1, 0.1)], [new(0, 1, -1)], 60),
        ["rows[0].n is 0"] = new StatedValues([new(0.1, 0, 0)]),
        ["rows[0].happened is 4"] = new StatedValues([new(0.1, 4, 3)]),
        ["values[1] is Infinity"] = new ScoreHistogram("log", [1, double.PositiveInfinity]),
        ["points[0].miscalibration is -0.1"] = new McbDscScatter([new("a", -0.1, 0)], 0.25),
        ["uncertainty is NaN"] = new McbDscScatter([new("a", 0.1, 0)], double.NaN),
        ["curves is 6"] = new MurphyDiagram([.. Enumerable.Range(0, 6).Select(i => new MurphyCurve($"{i}", [(0, 0)]))]),
        ["curves have the same label twice"] = new MurphyDiagram([new("a", [(0, 0)]), new("a", [(0, 0)])]),
        ["curves[0].points[1].threshold is 0.2"] = new MurphyDiagram([new("a", [(0.2, 0), (0.2, 0.1)])]),
        ["until is 2024-02-01"] = new ForecastHistory([], [], Day, Day),
        ["lines[0].steps[0].value is 2"] = new ForecastHistory([new("a", HistoryOf.Own, [new(Day, 2)])], [], Day, Day.AddDays(1)),
        ["middle[0] runs from 0.6 to 0.4"] = new ForecastHistory([], [], Day, Day.AddDays(1), Middle: [new(Day, 0.6, 0.4)]),
        ["middle[0] runs from 0.6 to ; it must rise"] = new ForecastHistory([], [], Day, Day.AddDays(1), Middle: [new(Day, 0.6, null)]),
        ["middle[0].upper is 1.5"] = new ForecastHistory([], [], Day, Day.AddDays(1), Middle: [new(Day, 0.6, 1.5)]),
        ["middle[1].at is 2024-02-01"] = new ForecastHistory(
            [],
            [],
            Day,
            Day.AddDays(1),
            Middle: [new(Day.AddHours(1), 0.1, 0.2), new(Day, 0.1, 0.2)]
        ),
        ["lines[0].steps[1].at is 2024-02-01"] = new ForecastHistory(
            [new("a", HistoryOf.Own, [new(Day.AddDays(1), 0.2), new(Day, 0.3)])],
            [],
            Day,
            Day.AddDays(9)
        ),
        ["lines[0].steps[0].values[1] is 1"] = Gallery.Fan with { Lines = [new("a", HistoryOf.Own, [new(Day, [2, 1, 3, 4, 5])])] },
        ["lines[0].steps[0].values[0] is 0"] = Gallery.LogFan with { Lines = [new("a", HistoryOf.Own, [new(Day, [0, 1, 3, 4, 5])])] },
        ["lines[0].steps[0].values.count is 2"] = Gallery.Fan with { Lines = [new("a", HistoryOf.Own, [new(Day, [0, 1])])] },
        ["steps[0].shares is 0.9"] = Gallery.Options with { Steps = [new(Day, [0.5, 0.3, null, 0.1])] },
        ["steps[0].shares.count is 2"] = Gallery.Options with { Steps = [new(Day, [0.5, 0.5])] },
        ["steps[0].shares[1] is -0.5"] = Gallery.Options with { Steps = [new(Day, [0.5, -0.5, 0.5, 0.5])] },
        ["bars[1] is 2"] = Gallery.Pit with { Bars = [0.5, 2] },
        ["coverage[0].share is 1.5"] = Gallery.Pit with { Coverage = [new(0.5, 1.5)] },
        ["years[1].year is 2023"] = new YearsSideBySide([new(2023, 1, 1, 1), new(2023, 1, 1, 1)]),
        ["years[0].halfRight is -2"] = new YearsSideBySide([new(2023, 1, -2, 1)]),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_named(string message) =>
        Should.Throw<ArgumentException>(() => Wrong[message].Specify(new())).Message.ShouldStartWith(message);

    [Fact]
    public void A_language_that_charts_do_not_speak_is_named() =>
        Should
            .Throw<ArgumentException>(() => Gallery.Reliability.Specify(new(Language: "de")))
            .Message.ShouldStartWith("language is 'de'; charts speak en and zh-Hans.");
}
