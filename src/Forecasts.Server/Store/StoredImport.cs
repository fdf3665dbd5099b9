namespace Forecasts.Server.Store;

/// <summary>One file that was brought in. Its events carry this id and their line.</summary>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Read">So many of them were read.</param>
/// <param name="Kind">The name of its format: <c>claims</c>, <c>forecasts</c> or another one.</param>
/// <param name="Rows">Lines of the file that were decided on; where it goes on after a crash.</param>
/// <param name="Tournaments">Where lines of it were stored.</param>
/// <param name="Undone">How much of it was taken back.</param>
/// <param name="UndoCode">Why the last wish to undo it was refused.</param>
/// <param name="Tournament">Slug of the tournament that the file is for, in formats that do not name it.</param>
/// <param name="CreateSeasons">Seasons that it names and that are not there are planned.</param>
/// <param name="CreateTournament">Name of the tournament that it makes, where it is not there, under the slug given.</param>
/// <param name="Remains">What it made and undoing it left, as <c>season/t/2024</c>, <c>analyst/ID</c>, <c>tournament/t</c>.</param>
/// <param name="Error">Why the file as a whole could not be read further; what was accepted before stays.</param>
public sealed record Import(
    string Id,
    string By,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string? FileName,
    long Bytes,
    long Read,
    string Kind,
    bool DryRun,
    bool CreateAnalysts,
    ImportState State,
    int Rows,
    int Accepted,
    int Unchanged,
    int Refused,
    IReadOnlyList<string> Tournaments,
    string? ErrorCode,
    string? Error,
    int Undone = 0,
    string? UndoneBy = null,
    DateTimeOffset? UndoneAt = null,
    string? UndoCode = null,
    string? UndoMessage = null,
    long AfterSequence = 0,
    long? UntilSequence = null,
    string? Tournament = null,
    bool CreateSeasons = false,
    string? CreateTournament = null,
    IReadOnlyList<string>? Remains = null
)
{
    /// <summary>A worker has still to do with it.</summary>
    public bool IsAtWork => State is ImportState.Running or ImportState.Undoing;
}
