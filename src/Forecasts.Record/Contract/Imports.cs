namespace Forecasts.Record.Contract;

/// <param name="By">Opaque id of who sent the file.</param>
/// <param name="Bytes">Size of the file; <paramref name="Read"/> of them are read.</param>
/// <param name="Undone">How many of its acts were taken back.</param>
/// <param name="UndoMessage">What stood in the way of undoing it.</param>
/// <param name="Remains">What it made and undoing it left, for it is in use: <c>season/t/2024</c>, <c>analyst/ID</c>,
/// <c>tournament/t</c>.</param>
public sealed record ImportView(
    string Id,
    string? Kind,
    ImportState State,
    bool DryRun,
    int Rows,
    int Accepted,
    int Unchanged,
    int Refused,
    string? ErrorCode,
    string? Error,
    string By,
    string? FileName,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long Bytes,
    long Read,
    int Undone,
    string? UndoCode,
    string? UndoMessage,
    IReadOnlyList<string> Remains
);

public enum ImportState
{
    Running,
    Done,
    Failed,
    Undoing,
    Undone,
}

public sealed record RefusedRow(int Line, string Code, string Message, string? Field);
