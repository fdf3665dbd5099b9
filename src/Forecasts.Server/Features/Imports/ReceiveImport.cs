using Forecasts.Domain;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <param name="FileName">As its sender calls it; shown, never opened.</param>
/// <param name="CreateSeasons">Seasons that the file names and that are not there are planned.</param>
/// <param name="Tournament">Slug of the tournament, for formats that do not name it.</param>
/// <param name="Format">Name of the file's format; null where the header tells.</param>
/// <param name="CreateTournament">Name of the tournament to make under that slug, with the seasons that the file names; admins
/// only.</param>
public sealed record ImportOptions(
    string? FileName,
    bool DryRun,
    bool CreateAnalysts,
    bool CreateSeasons,
    string? Tournament,
    string? Format,
    string? CreateTournament = null
);

/// <summary>
/// Receives a file, checks that it is UTF-8 with a known header, and leaves it to a worker; so with the wish to undo an import.
/// </summary>
public sealed class ReceiveImport(ImportBytes files, ImportRows imports, ImportBell bell, IDocumentStore store, Clock clock)
{
    public const long LargestFile = 512L * 1024 * 1024;

    // Of one person: what waits or is under way.
    private const int MostWaiting = 100;
    private const long MostWaitingBytes = 2 * LargestFile;

    private const int LongestName = 200;

    private static readonly Rejection TooMany = Refuse.Conflict(
        "import.quota",
        "Files of yours are still waiting to be taken in; send more when they are done."
    );

    public async Task<(Import? Import, Rejection? Refused)> Receive(
        Stream body,
        string id,
        Person by,
        ImportOptions options,
        CancellationToken cancellation
    )
    {
        // Under an Idempotency-Key the first try may have got so far and its answer got lost.
        if (await imports.Load(id, cancellation) is { } known)
            return (known, null);
        if (Access.Import(by) is { } forbidden)
            return (null, forbidden);
        if (Check.Name(options.FileName, LongestName, "import.file-name", "fileName") is { } unnamed)
            return (null, unnamed);
        if (options.Tournament is { } tournament && Access.Read(by, tournament) is { } unknown)
            return (null, Refuse.Invalid("import.tournament", unknown.Message, "tournament"));
        if (options is { Tournament: { } into, CreateTournament: null } && Access.Import(by, into) is { } notThere)
            return (null, notThere);
        if (await imports.Waiting(by.Id, cancellation) is var (waiting, size) && (waiting >= MostWaiting || size >= MostWaitingBytes))
            return (null, TooMany);
        if (options.CreateTournament is { } named && await NotMade(by, options.Tournament, named, cancellation) is { } no)
            return (null, no);
        var kept = false;
        try
        {
            await files.Remove(id, cancellation);
            var (bytes, refused) = await files.Store(id, body, cancellation);
            if (refused is not null)
                return (null, refused);
            var began = clock.GetUtcNow();
            var (kind, wrong) = Kind(id, bytes, new(options.Format, options.Tournament, began));
            if (wrong is not null)
                return (null, wrong);
            var import = new Import(
                id,
                by.Id,
                began,
                null,
                options.FileName,
                bytes,
                0,
                kind!,
                options.DryRun,
                options.CreateAnalysts,
                ImportState.Running,
                0,
                0,
                0,
                0,
                [],
                null,
                null,
                Tournament: options.Tournament,
                CreateSeasons: options.CreateSeasons || options.CreateTournament is not null,
                CreateTournament: options.CreateTournament
            );
            await imports.Begin(import, cancellation);
            kept = true;
            bell.Ring();
            return (import, null);
        }
        finally
        {
            if (!kept)
                await Forget(id);
        }
    }

    /// <summary>Leaves the wish to take it back to a worker.</summary>
    public async Task<(Import? Import, Rejection? Refused)> Undo(Person person, string id, CancellationToken cancellation)
    {
        if (await ImportFile.Seen(person, id, imports, cancellation) is not { } import)
            return (null, ImportFile.Unknown);
        if (Access.UndoImport(person, import.By, import.Tournaments) is { } forbidden)
            return (null, forbidden);
        if (import.State == ImportState.Undone)
            return (import, null);
        if (import.DryRun)
            return (null, Refuse.Conflict("import.dry-run", "A dry run stored nothing: there is nothing to undo."));
        if (import.State != ImportState.Undoing && !await imports.BeginUndo(id, person.Id, cancellation))
            return (null, Refuse.Conflict("import.running", "The import is still running; undo it when it has ended."));
        bell.Ring();
        return (await imports.Load(id, cancellation), null);
    }

    /// <summary>The import as it stands when it has ended, or when the time is up.</summary>
    public async Task<Import> Await(Import import, TimeSpan atMost, CancellationToken cancellation)
    {
        var end = TimeProvider.System.GetUtcNow() + atMost;
        for (var pause = 20; import.IsAtWork && TimeProvider.System.GetUtcNow() < end; pause = Math.Min(250, pause * 2))
        {
            await Task.Delay(pause, cancellation);
            import = (await imports.Load(import.Id, cancellation))!;
        }

        return import;
    }

    /// <summary>The tournament is made by the worker; whoever may not make it hears so at once.</summary>
    private async Task<Rejection?> NotMade(Person by, string? slug, string name, CancellationToken cancellation)
    {
        if (slug is null)
            return Refuse.Invalid("import.tournament", "Give the new tournament its slug too, such as ai-trends.", "tournament");
        var (_, refused) = await MakeTournament.Make(store, by, new(slug, new(name)), import: null, tryOnly: true, cancellation);
        return refused is null
            ? null
            : refused with
            {
                Field = refused.Field switch
                {
                    "slug" => "tournament",
                    "name" => "createTournament",
                    var other => other,
                },
            };
    }

    private (string? Kind, Rejection? Refused) Kind(string id, long bytes, ReadAs how)
    {
        using var file = files.Open(id, bytes);
        var (rows, refused) = CsvRows.Open(file, how);
        using (rows)
            return (rows?.Kind, refused);
    }

    private async Task Forget(string id)
    {
        try
        {
            await files.Remove(id, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The database is gone; a worker sweeps later.
        }
    }
}
