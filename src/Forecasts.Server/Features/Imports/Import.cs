namespace Forecasts.Server.Features.Imports;

public enum ImportState
{
    Running,
    Done,
    Failed,
}

/// <summary>One file that was brought in. Its events carry this id and their line.</summary>
/// <param name="Kind">The name of its format: <c>claims</c>, <c>forecasts</c> or another one; null until the header was read.</param>
/// <param name="Error">Why the file as a whole could not be read further; what was accepted before stays.</param>
public sealed record Import(
    string Id, string By, DateTimeOffset StartedAt, bool DryRun, string? Kind, ImportState State, int Rows, int Accepted, int Unchanged, int Refused, string? ErrorCode, string? Error);
