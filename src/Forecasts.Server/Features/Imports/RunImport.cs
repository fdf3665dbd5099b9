using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup;
using Forecasts.Server.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Imports;

/// <summary>Brings a file in, a thousand lines a commit. Every line goes through the same deciders as a live act; lines that are refused are listed.</summary>
public sealed class RunImport(IDocumentStore store, Commands commands, NpgsqlDataSource database, Clock clock)
{
    public const int ChunkSize = 1_000;

    private const int Attempts = 5;

    // A message may quote what the file holds.
    private const int LongestMessage = 500;

    public async Task<Import> Run(
        CsvRows file, Person importer, string id, bool dryRun, bool createAnalysts, IReadOnlyDictionary<string, Found<Season>> planned, CancellationToken cancellation)
    {
        var import = new Import(id, importer.Id, clock.GetUtcNow(), dryRun, file.Kind, ImportState.Running, 0, 0, 0, 0, null, null);
        await Begin(import, cancellation);
        var context = new RowContext(store, importer, id, new ImportPeople(store, importer, createAnalysts, clock.GetUtcNow()), planned, clock);
        var rehearsal = dryRun ? new Rehearsal() : null;
        try
        {
            while (import.State == ImportState.Running)
            {
                var batch = file.Next(ChunkSize);
                var (accepted, unchanged, decided) = await Chunk(batch.Rows, context, rehearsal, cancellation);
                var refused = batch.Refused.Concat(decided).ToList();
                await Store(id, refused, cancellation);
                import = import with
                {
                    Rows = import.Rows + batch.Count, Accepted = import.Accepted + accepted, Unchanged = import.Unchanged + unchanged, Refused = import.Refused + refused.Count,
                    State = batch.Broken is not null ? ImportState.Failed : batch.Last ? ImportState.Done : ImportState.Running,
                    ErrorCode = batch.Broken?.Code, Error = batch.Broken?.Message,
                };
                await Save(import, cancellation);
            }
        }
        catch
        {
            await Save(import with { State = ImportState.Failed, ErrorCode = "import.interrupted", Error = "The import was interrupted; what it says was taken in is stored. Send the file again: twice is once." }, CancellationToken.None);
            throw;
        }

        return import;
    }

    private async Task<(int Accepted, int Unchanged, IReadOnlyList<(int Line, Rejection Rejection)> Refused)> Chunk(
        IReadOnlyList<CsvRow> rows, RowContext context, Rehearsal? rehearsal, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Try(rows, context, rehearsal, cancellation);
            }
            catch (Exception e) when (Commands.IsTaken(e) && attempt < Attempts)
            {
                context.People.Forget();
            }
        }
    }

    private async Task<(int Accepted, int Unchanged, IReadOnlyList<(int Line, Rejection Rejection)> Refused)> Try(
        IReadOnlyList<CsvRow> rows, RowContext context, Rehearsal? rehearsal, CancellationToken cancellation)
    {
        var (lines, unread, keys) = (new List<FileLine>(), new List<(int, Rejection)>(), new LineKeys());
        foreach (var row in rows)
        {
            var (line, no) = await FileLine.Read(row, keys, context, cancellation);
            if (no is not null) unread.Add((row.Line, no));
            if (line is not null) lines.Add(line);
        }

        var (accepted, unchanged) = (0, 0);
        var decided = new List<(int, Rejection)>();
        await commands.AppendMany(context.Importer, new(keys.Predictions, keys.Forecasts), chunk =>
        {
            (accepted, unchanged) = (0, 0);
            decided.Clear();
            foreach (var line in lines)
            {
                var (changed, no) = line.Decide(chunk, context);
                if (no is not null) decided.Add((line.Number, no));
                else if (changed) accepted++;
                else unchanged++;
            }
        }, rehearsal, cancellation);
        return (accepted, unchanged, [.. unread, .. decided]);
    }

    /// <summary>Under an Idempotency-Key a first try may have ended midway: its list gives way.</summary>
    private async Task Begin(Import import, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.QueueSqlCommand("delete from forecasts.import_refusals where import = ?", import.Id);
        session.Store(import);
        await session.SaveChangesAsync(cancellation);
    }

    private async Task Save(Import import, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.Store(import);
        await session.SaveChangesAsync(cancellation);
    }

    private async Task Store(string import, List<(int Line, Rejection Rejection)> refused, CancellationToken cancellation)
    {
        if (refused.Count == 0) return;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var writer = await connection.BeginBinaryImportAsync("copy forecasts.import_refusals (import, line, code, message, field) from stdin (format binary)", cancellation);
        foreach (var (line, rejection) in refused.OrderBy(r => r.Line))
        {
            await writer.StartRowAsync(cancellation);
            await writer.WriteAsync(import, cancellation);
            await writer.WriteAsync(line, NpgsqlDbType.Integer, cancellation);
            await writer.WriteAsync(rejection.Code, cancellation);
            await writer.WriteAsync(CsvRow.Cut(rejection.Message, LongestMessage), cancellation);
            if (rejection.Field is { } field) await writer.WriteAsync(field, cancellation);
            else await writer.WriteNullAsync(cancellation);
        }

        await writer.CompleteAsync(cancellation);
    }
}
