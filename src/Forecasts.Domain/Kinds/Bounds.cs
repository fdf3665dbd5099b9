namespace Forecasts.Domain.Kinds;

/// <summary>Beyond which ends of a range the outcome may lie.</summary>
[Flags]
public enum OpenEnds
{
    None = 0,
    Lower = 1,
    Upper = 2,
    Both = Lower | Upper,
}

/// <summary>The range of a number or a date, in numbers.</summary>
public readonly record struct Bounds(double Min, double Max, OpenEnds Open)
{
    /// <summary>The words for open ends; none given is none.</summary>
    public static (OpenEnds Open, Rejection? Refused) ReadOpen(string? word) =>
        word switch
        {
            null or "none" => (OpenEnds.None, null),
            "lower" => (OpenEnds.Lower, null),
            "upper" => (OpenEnds.Upper, null),
            "both" => (OpenEnds.Both, null),
            _ => (default, Refuse.Invalid("claim.open-bounds", "'openBounds' is one of none, lower, upper, both.", "openBounds")),
        };

    public string? OpenWord => Open == OpenEnds.None ? null : Open.ToString().ToLowerInvariant();

    public int OpenCount => (Open.HasFlag(OpenEnds.Lower) ? 1 : 0) + (Open.HasFlag(OpenEnds.Upper) ? 1 : 0);

    /// <summary>True where an outcome may be that.</summary>
    public bool Admits(double value) => (value >= Min || Open.HasFlag(OpenEnds.Lower)) && (value <= Max || Open.HasFlag(OpenEnds.Upper));
}
