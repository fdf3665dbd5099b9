// Exchanges on the broker are named after this namespace: it stays as it is.
namespace Forecasts.Server.Features.Scoring.Messages;

/// <summary>A hint that a claim's scores may be older than its events, which reach at least to that sequence.</summary>
public sealed record ScoreClaimMessage(string Claim, long Sequence);

/// <summary>A hint that forecasts on a claim have changed.</summary>
public sealed record RecomputeCrowdMessage(string Claim, long Sequence);

/// <summary>A hint that a season's sheets have changed.</summary>
public sealed record RecomputeSeasonMessage(string Season);
