namespace Forecasts.Server.Store;

/// <summary>What derived rows are made by. The views compare with these: one that rises changes the schema, and all is made anew.</summary>
public static class Versions
{
    /// <summary>Raised whenever the same events would give other scores.</summary>
    public const int Scorer = 1;

    /// <summary>Raised whenever the same forecasts would give other points; since 1 they have quartiles.</summary>
    public const int Crowd = 1;

    /// <summary>Raised whenever the same sheets would give other results, or the stored shape has changed.</summary>
    public const int Results = 6;
}
