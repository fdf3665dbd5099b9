using System.Globalization;
using System.Text.Json;
using Forecasts.Domain.Kinds;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// A claim of every kind with what files and the API say of it, beliefs in it and outcomes; each is claim 1 of a prediction named after
/// it.
/// </summary>
/// <param name="Value">A belief as the API takes it.</param>
/// <param name="Bars">The same, or another one, with bars between its parts; null where there is but one.</param>
/// <param name="Outcome">One that it may have.</param>
/// <param name="NoOutcome">Texts that are no outcome of it, each with the code of the refusal.</param>
public sealed record EveryKind(
    string Name,
    ClaimKind Kind,
    string Value,
    string? Bars,
    string Outcome,
    params (string Word, string Code)[] NoOutcome
)
{
    public static readonly IReadOnlyList<EveryKind> All =
    [
        new("binary", new BinaryClaim(), """{"probability":0.7}""", null, "yes", ("half", "verdict.unknown"), ("2", "verdict.unknown")),
        new(
            "three",
            new GradedClaim(false),
            """{"grades":[0.2,0.3,0.5]}""",
            "20%|0.3|0.5",
            "half",
            ("1", "verdict.unknown"),
            ("Asia", "verdict.unknown")
        ),
        new("expected", new GradedClaim(true), """{"probability":0.4}""", null, "accurate", ("0.4", "verdict.unknown")),
        new(
            "choice",
            new ChoiceClaim([new("Asia"), new("Europe"), new("elsewhere")], false),
            """{"options":{"Asia":0.5,"Europe":0.3,"elsewhere":0.2}}""",
            "0.5|0.3|20%",
            "Europe",
            ("Mars", "verdict.unknown"),
            ("yes", "verdict.unknown"),
            ("1", "verdict.unknown")
        ),
        new(
            "ordered",
            new ChoiceClaim([new("few"), new("some"), new("many")], true),
            """{"options":{"few":0.1,"some":0.6,"many":0.3}}""",
            "0.1|0.6|0.3",
            "some",
            ("none", "verdict.unknown")
        ),
        new(
            "number",
            new NumberClaim(0, 500, OpenEnds.Upper, false, "GW", 5, null),
            """{"quantiles":[{"level":0.1,"value":80},{"level":0.5,"value":120},{"level":0.9,"value":200}],"above":0.02}""",
            "80|120|200",
            "133.5",
            ("12 GW", "verdict.unknown"),
            ("2024-06-01", "verdict.unknown"),
            ("1e308", "verdict.unknown"),
            ("NaN", "verdict.unknown"),
            ("Infinity", "verdict.unknown"),
            ("-1", "verdict.range")
        ),
        new(
            "log",
            new NumberClaim(1, 1_000_000, OpenEnds.None, true, null, 0, null),
            """{"cdf":[{"level":0.2,"value":100},{"level":0.7,"value":10000}]}""",
            "100|1000|1e5",
            "2500",
            ("0.5", "verdict.range"),
            ("2000000", "verdict.range")
        ),
        new(
            "discrete",
            new NumberClaim(0, 10, OpenEnds.None, false, "launches", 0, 1),
            """{"quantiles":[{"level":0.1,"value":0},{"level":0.5,"value":3},{"level":0.9,"value":7}]}""",
            "1|3|7",
            "4",
            ("4.5", "verdict.step"),
            ("11", "verdict.range")
        ),
        new(
            "date",
            new DateClaim(new(2024, 1, 1), new(2027, 12, 31), OpenEnds.Upper),
            """{"quantiles":[{"level":0.25,"value":"2024-09-01"},{"level":0.75,"value":"2026-01-15"}]}""",
            "2024-08-01|2025-01-01|2026-06-30",
            "2024-11-05",
            ("12", "verdict.unknown"),
            ("2024-02-30", "verdict.unknown"),
            ("2023-12-31", "verdict.range")
        ),
    ];

    public const string TermColumns = "options,range,unit,scale,open_bounds,tolerance,step";

    public const string ClaimsHeader =
        "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due," + TermColumns + ",outcome,decided_at\n";

    public const string ForecastsHeader = "season,prediction,claim,analyst,made_at,probability,value_json\n";

    /// <summary>The belief as the API takes it, without a rationale.</summary>
    public StatedBelief Stated => JsonSerializer.Deserialize<StatedBelief>(Value, JsonSerializerOptions.Web)!;

    /// <summary>The columns of <see cref="TermColumns"/>.</summary>
    public string Terms
    {
        get
        {
            var t = Kind.Terms;
            return string.Join(
                ',',
                t.Options is null ? "" : string.Join('|', t.Options.Select(o => o.Name)),
                t.Range is null ? "" : $"{t.Range.Min}..{t.Range.Max}",
                t.Unit,
                t.Scale,
                t.OpenBounds,
                t.Tolerance?.ToString(CultureInfo.InvariantCulture),
                t.Step?.ToString(CultureInfo.InvariantCulture)
            );
        }
    }

    public string ClaimLine(string outcome = "", string? key = null) => Line(key ?? Name, Kind.Word, Terms, outcome);

    public static string Line(string key, string type, string terms, string outcome = "") =>
        $"t/2024,general,{key},A title,A judgement,1,What comes?,{type},As the paper says.,2024-12-31,{terms},{outcome},"
        + (outcome.Length == 0 ? "\n" : "2024-12-31\n");

    public string ForecastLine(string analyst, string madeAt, string? json = null) =>
        $"t/2024,{Name},1,{analyst},{madeAt},,\"{(json ?? Value).Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n";

    /// <summary>A claim as the API takes it.</summary>
    public Dictionary<string, object?> Claim()
    {
        var terms = JsonSerializer
            .SerializeToNode(Kind, JsonSerializerOptions.Web)!
            .AsObject()
            .ToDictionary(m => m.Key, m => (object?)m.Value!.DeepClone());
        foreach (
            var (member, value) in (IEnumerable<(string, string)>)
                [("statement", "What comes?"), ("criteria", "As the paper says."), ("due", "2024-12-31")]
        )
            terms[member] = value;
        return terms;
    }

    /// <summary>A prediction with a claim of each kind, in the order of <see cref="All"/>.</summary>
    public static object Prediction() =>
        new
        {
            theme = "general",
            title = "Every kind",
            coreJudgement = "All of them.",
            key = "every",
            claims = All.Select(k => k.Claim()).ToArray(),
        };

    /// <summary>Any belief in it, as the API takes it, in the options that there are.</summary>
    public string Random(Random random, ClaimKind? now = null)
    {
        StatedBelief stated = (now ?? Kind) switch
        {
            GradedClaim { Expected: false } => new(Grades: Shares(3, random)),
            ChoiceClaim choice => new(
                Options: choice.Names.Zip(Shares(choice.Names.Count, random)).ToDictionary(s => s.First, s => s.Second)
            ),
            RangedClaim ranged => Ranged(ranged, random),
            _ => new(Math.Round(0.01 + (0.98 * random.NextDouble()), 4)),
        };
        return JsonSerializer.Serialize(stated, Lean);
    }

    private static readonly JsonSerializerOptions Lean = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static StatedBelief Ranged(RangedClaim kind, Random random)
    {
        double[] levels = [0.1, 0.5, 0.9];
        var whole = kind is not NumberClaim { Step: null };
        double[] places =
        [
            .. levels.Select(
                (level, i) =>
                    ((i * 0.3) + 0.05 + (0.2 * random.NextDouble())) switch
                    {
                        var at => kind.Bounds.Min + (at * (kind.Bounds.Max - kind.Bounds.Min)),
                    }
            ),
        ];
        StatedPoint[] points =
        [
            .. levels.Zip(places, (level, place) => new StatedPoint(level, kind.At(whole ? Math.Ceiling(place) : Math.Round(place, 2)))),
        ];
        return random.Next(2) == 0 ? new(Quantiles: points) : new(Cdf: points);
    }

    private static double[] Shares(int count, Random random)
    {
        double[] shares = [.. Enumerable.Range(1, count - 1).Select(_ => Math.Round(0.01 + (random.NextDouble() * 0.9 / count), 4))];
        return [.. shares, Math.Round(1 - shares.Sum(), 4)];
    }
}
