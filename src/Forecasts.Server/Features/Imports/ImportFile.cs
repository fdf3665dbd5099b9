using System.Text;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Setup;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

public sealed record ImportView(string Id, string? Kind, ImportState State, bool DryRun, int Rows, int Accepted, int Unchanged, int Refused, string? ErrorCode, string? Error)
{
    public static ImportView Of(Import i) => new(i.Id, i.Kind, i.State, i.DryRun, i.Rows, i.Accepted, i.Unchanged, i.Refused, i.ErrorCode, i.Error);
}

public sealed record RefusedRow(int Line, string Code, string Message, string? Field);

/// <summary>The file is received and checked to be UTF-8 with a known header before its first line is stored.</summary>
public static class ImportFile
{
    public const long LargestFile = 512L * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/imports", async (HttpContext context, bool? dryRun, bool? createAnalysts, bool? createSeasons, string? format, string? tournament, RunImport run, SeasonsFromFile seasons, Clock clock, CancellationToken cancellation) =>
        {
            if (!(context.Request.ContentType ?? "").StartsWith("text/csv", StringComparison.OrdinalIgnoreCase))
                return Problems.Of(415, "media.unsupported", "Send the file as text/csv.");
            await using var file = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
                {
                    Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                });
            if (await Receive(context.Request.Body, file, cancellation) is { } refused) return Problems.Of(refused);
            var (how, id) = (new ReadAs(format, tournament, clock.GetUtcNow()), context.NewId());
            if (tournament is not null && Access.Read(context.Person(), tournament) is { } unknown) return Problems.Of(Refuse.Invalid("import.tournament", unknown.Message, "tournament"));
            IReadOnlyDictionary<string, Found<Season>> planned = new Dictionary<string, Found<Season>>();
            if (createSeasons == true)
            {
                file.Position = 0;
                var (first, wrong) = CsvRows.Open(file, how);
                if (wrong is not null) return Problems.Of(wrong);
                using var ahead = first!;
                planned = await seasons.Plan(ahead, context.Person(), id, dryRun ?? false, cancellation);
            }

            file.Position = 0;
            var (rows, no) = CsvRows.Open(file, how);
            if (no is not null) return Problems.Of(no);
            using var open = rows!;
            var import = await run.Run(open, context.Person(), id, dryRun ?? false, createAnalysts ?? false, planned, cancellation);
            context.Response.Headers.Location = $"/api/imports/{import.Id}";
            return Results.Json(ImportView.Of(import), statusCode: 201);
        }).WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .Answers<ImportView>("Brings in a CSV file of claims, forecasts or another known format, row by row.", With.Location | With.Csv, 201);

        routes.MapGet("/imports/{id}", async (HttpContext context, string id, IDocumentStore store, CancellationToken cancellation) =>
            await Own(context, id, store, cancellation) is { } import ? Results.Json(ImportView.Of(import)) : Problems.Of(Unknown))
            .Answers<ImportView>("How an import of yours went, or how far it is.");

        routes.MapGet("/imports/{id}/refused", async (HttpContext context, string id, int? after, int? limit, IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellation) =>
        {
            if (Paging.Check(limit) is { } refused) return Problems.Of(refused);
            if (await Own(context, id, store, cancellation) is null) return Problems.Of(Unknown);
            var take = limit ?? Paging.Most;
            await using var command = database.CreateCommand("select line, code, message, field from forecasts.import_refusals where import = $1 and line > $2 order by line limit $3");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = after ?? 0 });
            command.Parameters.Add(new() { Value = take + 1 });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var found = new List<RefusedRow>();
            while (await reader.ReadAsync(cancellation)) found.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
            return Results.Json(Page<RefusedRow>.Of(found, take, r => r.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }).Answers<Page<RefusedRow>>("The rows that an import refused, by line, each with its reason.");
    }

    private static readonly Rejection Unknown = Refuse.NotFound("import.unknown", "There is no such import of yours.");

    private static async Task<Import?> Own(HttpContext context, string id, IDocumentStore store, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var import = await session.LoadAsync<Import>(id, cancellation);
        return import is not null && (import.By == context.Person().Id || context.Person().IsAdmin) ? import : null;
    }

    private static async Task<Rejection?> Receive(Stream body, Stream file, CancellationToken cancellation)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, chars) = (new byte[81_920], new char[81_921]);
        try
        {
            for (int read; (read = await body.ReadAsync(bytes, cancellation)) > 0;)
            {
                decoder.GetChars(bytes.AsSpan(0, read), chars, flush: false);
                await file.WriteAsync(bytes.AsMemory(0, read), cancellation);
            }

            decoder.GetChars([], chars, flush: true);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return Refuse.Invalid("csv.not-utf8", "The file is not UTF-8 text: save it as CSV in UTF-8, and unpack it where it is compressed. Nothing was stored.");
        }
    }
}
