namespace Forecasts.Record.Contract;

/// <param name="ClaimsEntered">Scored claims.</param>
/// <param name="Entered">How many of them entered each score: numbers and dates have no Brier score.</param>
public sealed record StandingsView(
    string Season,
    string By,
    bool Synthetic,
    bool Sealed,
    bool UpToDate,
    long Revision,
    int ClaimsEntered,
    IReadOnlyList<RankedStanding> Items,
    IReadOnlyList<CrowdStanding> Crowds,
    string? Next,
    EnteredClaims? Entered = null
);

/// <param name="Rank">By the chosen score, ties share one; null for who is scored but not ranked.</param>
/// <param name="Place">How sure that rank is; null for who is not ranked, and in the moment until it is computed.</param>
public sealed record RankedStanding(
    int? Rank,
    string Analyst,
    string Name,
    double Peer,
    double RelativeBrier,
    double Baseline,
    double? Brier,
    double? LogScore,
    double Coverage,
    int Claims,
    int Withdrawn,
    int Floored,
    Place? Place = null
);

/// <param name="Crowd">mean or median.</param>
public sealed record CrowdStanding(
    string Crowd,
    double Peer,
    double RelativeBrier,
    double Baseline,
    double? Brier,
    double? LogScore,
    double Coverage,
    int Claims
);

/// <summary>How sure a rank is: had other claims of the kind been asked, nine times of ten it would lie in here.</summary>
/// <param name="Lower">The best rank; null where all claims hang together.</param>
/// <param name="First">How often it would be the first.</param>
public sealed record Place(int? Lower, int? Upper, double? First);

/// <summary>How many claims entered each score, forecast or not.</summary>
public sealed record EnteredClaims(int Peer, int RelativeBrier, int Baseline);
