using Forecasts.Domain;

namespace Forecasts.Server.Pages.Kinds;

/// <summary>What was typed into a forecast's form, as it would be filed.</summary>
/// <param name="Belief">Null where it is refused, and where nothing stands yet.</param>
public sealed record Looked(ClaimKind Kind, Belief? Belief, Rejection? Refused = null);
