namespace Forecasts.Record.Contract;

/// <summary>A refusal (RFC 9457).</summary>
/// <param name="Code">Stable, for machines.</param>
/// <param name="Detail">One sentence that says what to do.</param>
/// <param name="Field">The input it is about, where there is one.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field = null,
    string? TraceId = null
);
