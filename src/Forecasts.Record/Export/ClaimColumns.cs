namespace Forecasts.Record.Export;

/// <summary>The columns of a table of claims; an import reads the same.</summary>
public static class ClaimColumns
{
    /// <summary>Tournament and year, <c>ai-trends/2024</c>.</summary>
    public const string Season = "season";
    public const string Theme = "theme";

    /// <summary>The key of the judgement within its season, or its id.</summary>
    public const string Prediction = "prediction";
    public const string Title = "title";
    public const string CoreJudgement = "core_judgement";

    /// <summary>The claim's number within its prediction.</summary>
    public const string Claim = "claim";
    public const string Statement = "statement";

    /// <summary>binary, three, expected, choice, ordered, number or date.</summary>
    public const string Type = "type";
    public const string Criteria = "criteria";
    public const string Due = "due";
    public const string Author = "author";
    public const string FiledAt = "filed_at";

    /// <summary>Of a choice, with bars between them.</summary>
    public const string Options = "options";

    /// <summary>Of a number or a date, two dots between its ends.</summary>
    public const string Range = "range";
    public const string Unit = "unit";
    public const string Scale = "scale";
    public const string OpenBounds = "open_bounds";
    public const string Tolerance = "tolerance";
    public const string Step = "step";
    public const string Cluster = "cluster";
    public const string Weight = "weight";
    public const string Rank = "rank";

    /// <summary>Empty while it is open.</summary>
    public const string Outcome = "outcome";
    public const string DecidedAt = "decided_at";
    public const string ResolvedAt = "resolved_at";

    /// <summary>Those without which a row is none.</summary>
    public static readonly IReadOnlyList<string> Needed =
    [
        Season,
        Theme,
        Prediction,
        Title,
        CoreJudgement,
        Claim,
        Statement,
        Type,
        Criteria,
        Due,
    ];

    /// <summary>Those that say, beside the type, what kind of claim it is.</summary>
    public static readonly IReadOnlyList<string> Kind = [Options, Range, Unit, Scale, OpenBounds, Tolerance, Step];

    public static readonly IReadOnlyList<string> Optional =
    [
        Author,
        FiledAt,
        .. Kind,
        Cluster,
        Weight,
        Rank,
        Outcome,
        DecidedAt,
        ResolvedAt,
    ];

    public static readonly IReadOnlyList<string> All = [.. Needed, .. Optional];
}
