namespace Forecasts.Record.Contract;

/// <param name="DecidedAt">A day (its first instant in the season's zone) or an instant; by default the end of the due day.</param>
/// <param name="LateReason">An organiser's, for a verdict outside the window.</param>
public sealed record VerdictRequest(
    string Verdict,
    string Reason,
    string? DecidedAt = null,
    IReadOnlyList<string>? Evidence = null,
    string? LateReason = null
);

/// <param name="Code">Why the claim is void: condition-not-met, source-vanished, criteria-defective, not-decidable, organiser.</param>
public sealed record VoidRequest(string Code, string Reason);

public sealed record ReopenRequest(string Reason);
