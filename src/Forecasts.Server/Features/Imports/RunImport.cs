using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// Brings a file in, a thousand lines a commit. Every line goes through the same deciders as a live act; lines that are refused are listed.
/// How far it is stands in the same commit: after a crash it goes on at the line where it stood.
/// </summary>
public sealed class RunImport(IDocumentStore store, Commands commands, ImportBytes files, ImportRows imports, SeasonsFromFile seasons)
{
    public const int ChunkSize = 1_000;

    private const int Attempts = 5;

    private static readonly Rejection Gone = Refuse.Conflict(
        "import.importer-gone",
        "Who sent the file no longer signs in; what was taken in before is stored."
    );

    public async Task Run(Import import, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var importer = await Person.Load(session, import.By, cancellation);
        await using var file = files.Open(import.Id, import.Bytes);
        var (open, unreadable) = CsvRows.Open(file, import.How());
        using var rows = open;
        if ((unreadable ?? (importer is null ? Gone : null)) is { } refused)
        {
            await imports.End(import, refused, cancellation);
            return;
        }

        if (import is { DryRun: true, Rows: > 0 })
            import = await imports.Restart(import, cancellation);
        for (var done = import.Rows; done > 0; )
            done -= rows!.Next(Math.Min(done, ChunkSize)).Count;
        var planned = import.CreateSeasons ? await Plan(import, importer!, cancellation) : new Dictionary<string, Found<Season>>();
        var people = new ImportPeople(store, importer!, import);
        var context = new RowContext(
            store,
            importer!,
            import.Id,
            people,
            planned,
            await imports.Of(import.By, cancellation),
            import.StartedAt
        );
        var rehearsal = import.DryRun ? new Rehearsal() : null;
        foreach (var season in planned.Values.Select(p => p.Value).OfType<Season>())
            rehearsal?.Plan(season);
        await Rows(import, rows!, file, context, rehearsal, cancellation);
    }

    /// <summary>While one chunk is decided on and stored, the next one is read.</summary>
    private async Task Rows(
        Import import,
        CsvRows rows,
        Stream file,
        RowContext context,
        Rehearsal? rehearsal,
        CancellationToken cancellation
    )
    {
        Task<(CsvBatch Batch, long Read)>? reading = Read();
        try
        {
            while (reading is not null)
            {
                var (batch, read) = await reading;
                reading = batch.Last ? null : Read();
                if (batch.Count > 0)
                    import = await Chunk(import, batch, read, context, rehearsal, cancellation);
                if (batch.Last)
                    await imports.End(import, batch.Broken, cancellation);
            }
        }
        finally
        {
            if (reading is not null)
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<(CsvBatch, long)> Read() => Task.Run(() => (rows.Next(ChunkSize), file.Position), CancellationToken.None);
    }

    private async Task<Import> Chunk(
        Import import,
        CsvBatch batch,
        long read,
        RowContext context,
        Rehearsal? rehearsal,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await Try(import, batch, read, context, rehearsal, cancellation);
                context.People.Stored();
                return import with
                {
                    Rows = import.Rows + result.Rows,
                    Accepted = import.Accepted + result.Accepted,
                    Unchanged = import.Unchanged + result.Unchanged,
                    Refused = import.Refused + result.Refused.Count,
                    Read = read,
                };
            }
            catch (Exception e) when (Commands.IsTaken(e) && attempt < Attempts)
            {
                context.People.Forget();
            }
        }
    }

    private async Task<ChunkResult> Try(
        Import import,
        CsvBatch batch,
        long read,
        RowContext context,
        Rehearsal? rehearsal,
        CancellationToken cancellation
    )
    {
        await Meet(batch.Rows, context, cancellation);
        var (lines, unread, keys) = (new List<FileLine>(), new List<(int, Rejection)>(batch.Refused), new LineKeys());
        foreach (var row in batch.Rows)
        {
            var (line, no) = await FileLine.Read(row, keys, context, cancellation);
            if (no is not null)
                unread.Add((row.Line, no));
            if (line is not null)
                lines.Add(line);
        }

        var result = new ChunkResult(0, 0, 0, [], [], 0);
        await commands.AppendMany(
            context.Importer,
            keys.ToKeys(),
            unit =>
            {
                var (accepted, unchanged, refused, tournaments) = (
                    0,
                    0,
                    new List<(int, Rejection)>(unread),
                    new SortedSet<string>(StringComparer.Ordinal)
                );
                context.People.Decide();
                foreach (var line in lines)
                {
                    var (changed, no) = line.Decide(unit, context);
                    if (no is not null)
                        refused.Add((line.Number, no));
                    else if (changed)
                        accepted++;
                    else
                        unchanged++;
                    if (changed)
                        tournaments.UnionWith(line.Tournaments);
                }

                result = new(batch.Count, accepted, unchanged, refused, tournaments, read);
                ImportRows.Count(unit, import, result);
            },
            rehearsal,
            cancellation
        );
        if (rehearsal is not null)
            await imports.Count(import, result, cancellation);
        return result;
    }

    private static async Task Meet(IReadOnlyList<CsvRow> rows, RowContext context, CancellationToken cancellation)
    {
        var named = new HashSet<(string, string)>();
        foreach (var row in rows.SelectMany(r => r.Parts))
            if (
                row[row.Kind == Format.Claims ? "author" : "analyst"] is { } name
                && (await context.Season(row, cancellation)).Value is { } season
            )
                named.Add((season.Tournament, name));
        await context.People.Meet(named, cancellation);
    }

    /// <summary>Reads the whole file ahead; what an earlier run has planned is there and stays as it is.</summary>
    private async Task<IReadOnlyDictionary<string, Found<Season>>> Plan(Import import, Person importer, CancellationToken cancellation)
    {
        await using var file = files.Open(import.Id, import.Bytes);
        using var ahead = CsvRows.Open(file, import.How()).Rows!;
        return await seasons.Plan(ahead, importer, import, cancellation);
    }
}
