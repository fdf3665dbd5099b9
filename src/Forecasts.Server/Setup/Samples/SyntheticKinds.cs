using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Predictions;

namespace Forecasts.Server.Setup.Samples;

/// <summary>
/// Made-up claims of options, numbers and days: beliefs come closer over the year to what is knowable, and the outcome is drawn from that.
/// </summary>
internal static class SyntheticKinds
{
    /// <summary>How many judgements they make.</summary>
    public const int Judgements = 3;

    private static readonly double[] ThreeLevels = [0.1, 0.5, 0.9],
        FiveLevels = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>What is knowable: log odds of the options, or the place on the scale (0 to 1) and how far around it.</summary>
    private sealed record Truth(double[] Odds, double Centre, double Spread);

    public static PredictionRequest Judgement(int n, Season season, string key) =>
        n switch
        {
            1 => Request("cities", Both("Made-up choices", "虚构选择"), key, season, Choices()),
            2 => Request("energy", Both("Made-up numbers", "虚构数值"), key, season, Numbers()),
            _ => Request("space", Both("Made-up days", "虚构日期"), key, season, Days(season.Year)),
        };

    /// <summary>An analyst's beliefs over the season, the more of what is knowable in each the later it comes.</summary>
    /// <param name="part">How much of the season has passed, for each belief.</param>
    public static IEnumerable<StatedBelief> Beliefs(
        ClaimKind kind,
        int seed,
        double noise,
        double slope,
        IEnumerable<double> part,
        Random random
    )
    {
        var truth = TruthOf(kind, seed);
        foreach (var known in part)
            yield return kind switch
            {
                ChoiceClaim choice => new(
                    Options: choice
                        .Names.Zip(Rounded(Shares([.. truth.Odds.Select(o => (slope * known * o) + (noise * Normal(random)))])))
                        .ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal)
                ),
                RangedClaim ranged => Around(
                    ranged,
                    0.5 + ((truth.Centre - 0.5) * known) + (0.04 * noise * Normal(random)),
                    (truth.Spread + (0.2 * (1 - known))) / slope,
                    noise
                ),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
    }

    public static Outcome Draw(ClaimKind kind, int seed)
    {
        var (truth, random) = (TruthOf(kind, seed), new Random(seed + 1));
        var word = kind switch
        {
            ChoiceClaim choice => choice.Names[Drawn(Shares(truth.Odds), random.NextDouble())],
            RangedClaim ranged => Written(ranged, truth.Centre + (truth.Spread * Normal(random))).ToString(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return kind.ReadOutcome(word)!;
    }

    private static Truth TruthOf(ClaimKind kind, int seed)
    {
        var random = new Random(seed);
        double[] odds = kind is ChoiceClaim choice ? [.. choice.Names.Select(_ => 1.2 * Normal(random))] : [];
        return new(odds, 0.25 + (0.5 * random.NextDouble()), 0.06 + (0.06 * random.NextDouble()));
    }

    /// <summary>Quantiles of a bell on the scale, three or five of them; careful people say a distribution function.</summary>
    private static StatedBelief Around(RangedClaim kind, double centre, double spread, double noise)
    {
        var points = new List<StatedPoint>();
        foreach (var level in noise > 1 ? FiveLevels : ThreeLevels)
        {
            var value = Written(kind, centre + (spread * Math.Log(level / (1 - level)) / 1.7));
            // Of a discrete number, or a day, two levels may share a value: the higher one says what lies at it or below.
            if (points.Count > 0 && points[^1].Value == value)
                points.RemoveAt(points.Count - 1);
            points.Add(new(level, value));
        }

        return noise < 0.4 ? new(Cdf: points) : new(Quantiles: points);
    }

    /// <summary>A place on the scale as a person would write it, well within the range.</summary>
    private static Scalar Written(RangedClaim kind, double place)
    {
        var value = kind.Range.Value(Math.Clamp(place, 0.02, 0.98));
        return kind is not NumberClaim number
            ? kind.At(value)
            : number.At(
                number.Step is { } step
                    ? Math.Clamp(number.Min + (step * Math.Round((value - number.Min) / step)), number.Min + step, number.Max - step)
                    : Math.Round(value, value > 100 ? 0 : 1)
            );
    }

    private static double[] Shares(double[] odds)
    {
        double[] weights = [.. odds.Select(Math.Exp)];
        return [.. weights.Select(w => w / weights.Sum())];
    }

    /// <summary>In hundredths, none of them 0; the largest takes what is left.</summary>
    private static double[] Rounded(double[] shares)
    {
        double[] rounded = [.. shares.Select(s => Math.Max(0.01, Math.Round(s, 2)))];
        var largest = Array.IndexOf(rounded, rounded.Max());
        rounded[largest] = Math.Round(rounded[largest] + 1 - rounded.Sum(), 2);
        return rounded;
    }

    private static int Drawn(double[] shares, double lot)
    {
        var option = 0;
        while (option < shares.Length - 1 && (lot -= shares[option]) > 0)
            option++;
        return option;
    }

    private static (LocalText Statement, ClaimTerms Terms)[] Choices() =>
        [
            (
                Both("Which made-up city comes first?", "哪座虚构城市居首？"),
                Options("choice", "Northport", "Eastbridge", "Southgate", "another one")
            ),
            (Both("Which made-up party builds it?", "由哪个虚构团队建成？"), Options("choice", "the first", "the second", "neither")),
            (
                Both("How many of the made-up plans are carried out?", "虚构计划有多少得以实施？"),
                Options("ordered", "few", "some", "many", "nearly all")
            ),
            (Both("How strong is the made-up storm?", "虚构风暴有多强？"), Options("ordered", "weak", "moderate", "strong")),
        ];

    private static (LocalText Statement, ClaimTerms Terms)[] Numbers() =>
        [
            (
                Both("How much made-up power is added?", "新增多少虚构电力？"),
                new("number", Range: new(new(0), new(500)), Unit: "GW", OpenBounds: "upper")
            ),
            (
                Both("How many made-up visitors come?", "虚构访客有多少？"),
                new("number", Range: new(new(1_000), new(10_000_000)), Scale: "log", OpenBounds: "both")
            ),
            (Both("How many made-up stations open?", "开通多少座虚构车站？"), new("number", Range: new(new(0), new(20)), Step: 1)),
            (
                Both("What is the made-up price?", "虚构价格是多少？"),
                new("number", Range: new(new(-50), new(50)), Unit: "points", Tolerance: 0.5)
            ),
        ];

    private static (LocalText Statement, ClaimTerms Terms)[] Days(int year)
    {
        StatedRange Within(int months) => new(Scalar.Of(new(year, 1, 1)), Scalar.Of(new DateOnly(year, 1, 1).AddMonths(months)));
        return
        [
            (Both("When does the made-up rocket fly?", "虚构火箭何时起飞？"), new("date", Range: Within(30), OpenBounds: "upper")),
            (Both("When does the made-up comet return?", "虚构彗星何时回归？"), new("date", Range: Within(12))),
        ];
    }

    private static ClaimTerms Options(string type, params string[] names) => new(type, [.. names.Select(n => new ClaimOption(n))]);

    private static PredictionRequest Request(
        string theme,
        LocalText title,
        string key,
        Season season,
        (LocalText Statement, ClaimTerms Terms)[] claims
    ) =>
        new(
            theme,
            title,
            Both("A made-up judgement, to show other kinds of claims.", "虚构判断，用来展示其他类型的论断。"),
            [
                .. claims.Select(c => new ClaimRequest(
                    c.Statement,
                    c.Terms.Type,
                    Both("Drawn by lot; nothing real is meant.", "由随机数决定，不指任何真实事物。"),
                    season.Calendar.ForecastsClose.Local,
                    null,
                    null,
                    c.Terms.Options,
                    c.Terms.Range,
                    c.Terms.Unit,
                    c.Terms.Scale,
                    c.Terms.OpenBounds,
                    c.Terms.Tolerance,
                    c.Terms.Step
                )),
            ],
            null,
            null,
            key
        );

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static LocalText Both(string english, string chinese) =>
        new(english, new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = english, ["zh-Hans"] = chinese });
}
