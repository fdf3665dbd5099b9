namespace Forecasts.Charts.Tests;

/// <summary>One example of every chart, with invented data that is the same every time.</summary>
internal static class Gallery
{
    public static readonly IReadOnlyList<Chart> All =
    [
        Reliability,
        StatedValues,
        Scores,
        Scatter,
        Murphy,
        History,
        Years,
        Fan,
        Options,
        Pit,
    ];

    /// <summary>What the chart of that name is called.</summary>
    public static string Title(string name, Look look) =>
        System
            .Text.Json.JsonDocument.Parse(All.Single(c => c.Name == name).Specify(look).Json)
            .RootElement.GetProperty("title")
            .GetProperty("text")
            .GetString()!;

    public static StatedValues StatedValues =>
        new([
            new(0.05, 0, 4, 0, 1),
            new(0.2, 1, 5, 0, 2),
            new(0.4, 3, 6, 1, 4),
            new(0.6, 3, 6, 2, 5),
            new(0.7, 5.5, 7, 3, 6),
            new(0.8, 6, 11, 7, 10),
            new(0.95, 6, 7, 6, 7),
        ]);

    public static ScoreHistogram Scores =>
        new(
            "Brier",
            [.. Enumerable.Range(0, 300).Select(i => Math.Pow(((i * 37) % 300) / 300.0, 2.6) * 0.9)],
            References: [new("50 %", 0.25), new("crowd 群体", 0.214)]
        );

    public static McbDscScatter Scatter =>
        new(
            [
                new("Analyst 01", 0.012, 0.083),
                new("Analyst 02", 0.021, 0.091),
                new("Analyst 03", 0.034, 0.062),
                new("Analyst 04", 0.008, 0.041),
                new("Analyst 05", 0.051, 0.088),
                new("Analyst 06", 0.022, 0.0905),
                new("Analyst 07", 0.061, 0.035),
                new("群体 crowd", 0.006, 0.095, true),
                new("王明", 0.03, 0.022),
                new("李华", 0.044, 0.07),
            ],
            0.232
        );

    public static MurphyDiagram Murphy =>
        new([
            new("crowd", [.. Enumerable.Range(0, 101).Select(i => (i / 100.0, 0.42 * (i / 100.0) * (1 - (i / 100.0))))]),
            new(
                "Analyst 07",
                [
                    .. Enumerable
                        .Range(0, 101)
                        .Select(i => (i / 100.0, (0.5 * (i / 100.0) * (1 - (i / 100.0))) + (0.02 * Math.Abs(Math.Sin(i / 7.0))))),
                ]
            ),
            new("50 %", [.. Enumerable.Range(0, 101).Select(i => (i / 100.0, i < 50 ? 0.41 * i / 100.0 : 0.59 * (1 - (i / 100.0))))]),
        ]);

    public static ForecastHistory History
    {
        get
        {
            static DateTimeOffset Day(int n) => new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero).AddDays(n);
            return new(
                [
                    new("Analyst 01", HistoryOf.Other, [new(Day(3), 0.3), new(Day(60), 0.45), new(Day(200), 0.8)]),
                    new("Analyst 02", HistoryOf.Other, [new(Day(10), 0.7), new(Day(90), null), new(Day(150), 0.6), new(Day(240), 0.72)]),
                    new("Analyst 03", HistoryOf.Other, [new(Day(22), 0.5), new(Day(130), 0.35), new(Day(260), 0.15)]),
                    new(
                        "crowd",
                        HistoryOf.Crowd,
                        [
                            new(Day(3), 0.3),
                            new(Day(10), 0.5),
                            new(Day(60), 0.55),
                            new(Day(130), 0.5),
                            new(Day(200), 0.66),
                            new(Day(260), 0.64),
                        ]
                    ),
                    new("you", HistoryOf.Own, [new(Day(14), 0.55), new(Day(100), 0.4), new(Day(210), 0.66)]),
                ],
                [
                    new(Day(57), HistoryMark.Supports, "First methane-fuelled rocket reaches orbit."),
                    new(Day(128), HistoryMark.Contradicts, "The largest rocket has not reached orbit."),
                    new(Day(196), HistoryMark.Mixed, "发射次数超过 200。"),
                    new(Day(230), HistoryMark.Clarified, "Suborbital flights do not count."),
                ],
                Day(0),
                Day(333),
                Day(290)
            );
        }
    }

    /// <summary>A number whose crowd grows surer; the reader withdrew once.</summary>
    public static FanHistory Fan =>
        new(
            [
                new(
                    "crowd",
                    HistoryOf.Crowd,
                    [new(At(3), Spread(60, 30)), new(At(60), Spread(52, 24)), new(At(130), Spread(44, 14)), new(At(210), Spread(38, 8))]
                ),
                new(
                    "you",
                    HistoryOf.Own,
                    [new(At(14), Spread(70, 12)), new(At(80), null), new(At(120), Spread(47, 10)), new(At(230), Spread(36, 5))]
                ),
            ],
            FanScale.Linear,
            "GW",
            History.Events,
            At(0),
            At(333),
            At(290)
        );

    public static FanHistory LogFan =>
        Fan with
        {
            Scale = FanScale.Log,
            Unit = null,
            Lines = [new("crowd", HistoryOf.Crowd, [new(At(3), [20, 300, 4_000, 30_000, 400_000])])],
        };

    public static FanHistory DayFan =>
        Fan with
        {
            Scale = FanScale.Days,
            Unit = null,
            Lines =
            [
                .. Fan.Lines.Select(l =>
                    l with
                    {
                        Steps =
                        [
                            .. l.Steps.Select(s =>
                                s with
                                {
                                    Values = s.Values?.Select(v => new DateOnly(2026, 1, 1).DayNumber + (v * 20)).ToList(),
                                }
                            ),
                        ],
                    }
                ),
            ],
        };

    public static OptionHistory Options =>
        new(
            "crowd",
            ["Asia", "Europe", "North America", "elsewhere 其他"],
            [
                new(At(3), [0.5, 0.3, null, 0.2]),
                new(At(60), [0.42, 0.38, null, 0.2]),
                new(At(100), null),
                new(At(120), [0.35, 0.3, 0.3, 0.05]),
                new(At(220), [0.15, 0.23, 0.6, 0.02]),
            ],
            History.Events,
            At(0),
            At(333),
            At(290)
        );

    /// <summary>More options than bands.</summary>
    public static OptionHistory ManyOptions =>
        Options with
        {
            Options = [.. Enumerable.Range(1, 12).Select(i => $"Option number {i} with a very long name")],
            Steps = [new(At(3), [.. Enumerable.Range(1, 12).Select(i => (double?)i / 78)])],
        };

    public static PitDiagram Pit =>
        new(
            [0.19, 0.12, 0.08, 0.06, 0.05, 0.07, 0.06, 0.09, 0.11, 0.17],
            0.05,
            0.16,
            [new(0.5, 0.38, 0.3, 0.46), new(0.8, 0.69, 0.61, 0.77), new(0.9, 0.83, 0.76, 0.9)],
            620,
            84
        );

    private static DateTimeOffset At(int n) => History.From.AddDays(n);

    private static double[] Spread(double middle, double half) =>
        [middle - half, middle - (0.4 * half), middle, middle + (0.45 * half), middle + (1.2 * half)];

    /// <summary>The same of more people than lines can show.</summary>
    public static ForecastHistory ManyForecasts
    {
        get
        {
            var few = History;
            DateTimeOffset At(int n) => few.From.AddDays(n);
            return few with
            {
                Lines = [.. few.Lines.Where(l => l.Of != HistoryOf.Other)],
                Middle = [new(At(3), 0.3, 0.62), new(At(29), 0.4, 0.68), new(At(119), null, null), new(At(169), 0.55, 0.8)],
            };
        }
    }

    public static YearsSideBySide Years =>
        new([
            new(2021, 14, 9, 11, 3, 1, 0.212, 0.171, 0.252, 0.198),
            new(2022, 19, 8, 12, 5, 0, 0.194, 0.155, 0.236, 0.19),
            new(2023, 31, 12, 15, 2, 1, 0.171, 0.143, 0.201, 0.166),
            new(2024, 22, 10, 8, 9, 2, 0.165, 0.13, 0.2),
        ]);

    public static ReliabilityDiagram Reliability
    {
        get
        {
            double[] said = [0.03, 0.08, 0.12, 0.2, 0.25, 0.3, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.8, 0.85, 0.9, 0.95];
            double[] happened = [0.04, 0.09, 0.15, 0.2, 0.27, 0.31, 0.36, 0.41, 0.5, 0.52, 0.55, 0.58, 0.66, 0.72, 0.81, 0.9];
            int[] n = [41, 63, 80, 66, 55, 48, 61, 40, 55, 82, 70, 93, 104, 72, 80, 52];
            return new(
                [
                    .. said.Select(
                        (s, i) =>
                            new CurvePoint(
                                s,
                                happened[i],
                                Math.Max(0, s - (1.7 * Math.Sqrt(s * (1 - s) / n[i]))),
                                Math.Min(1, s + (1.7 * Math.Sqrt(s * (1 - s) / n[i])))
                            )
                    ),
                ],
                [.. said.Select((s, i) => new CountBar(Math.Max(0, s - 0.015), s + 0.015, n[i]))],
                n.Sum(),
                97
            );
        }
    }
}
