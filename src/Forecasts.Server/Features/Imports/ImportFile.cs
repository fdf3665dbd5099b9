using Forecasts.Domain;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Imports;

/// <summary>The file is received here and brought in by a worker; small ones are answered when that is done.</summary>
public static class ImportFile
{
    extension(ImportView)
    {
        public static ImportView Of(Import i) =>
            new(
                i.Id,
                i.Kind,
                i.State,
                i.DryRun,
                i.Rows,
                i.Accepted,
                i.Unchanged,
                i.Refused,
                i.ErrorCode,
                i.Error,
                i.By,
                i.FileName,
                i.StartedAt,
                i.EndedAt,
                i.Bytes,
                i.Read,
                i.Undone,
                i.UndoCode,
                i.UndoMessage,
                i.Remains ?? []
            );
    }

    public const int Usual = 10;
    public const int Longest = 60;

    public static readonly Rejection Unknown = Refuse.NotFound("import.unknown", "There is no such import, or it is not yours to see.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                "/imports",
                async (
                    HttpContext context,
                    bool? dryRun,
                    bool? createAnalysts,
                    bool? createSeasons,
                    string? format,
                    string? tournament,
                    string? createTournament,
                    string? fileName,
                    int? wait,
                    ReceiveImport receive,
                    CancellationToken cancellation
                ) =>
                {
                    if (!(context.Request.ContentType ?? "").StartsWith("text/csv", StringComparison.OrdinalIgnoreCase))
                        return Problems.Of(415, "media.unsupported", "Send the file as text/csv.");
                    if (Waits(wait) is { } impatient)
                        return Problems.Of(impatient);
                    var options = new ImportOptions(
                        fileName,
                        dryRun ?? false,
                        createAnalysts ?? false,
                        createSeasons ?? false,
                        tournament,
                        format,
                        createTournament
                    );
                    var (import, refused) = await receive.Receive(
                        context.Request.Body,
                        context.NewId(),
                        context.Person(),
                        options,
                        cancellation
                    );
                    if (refused is not null)
                        return Problems.Of(refused);
                    import = await receive.Await(import!, TimeSpan.FromSeconds(wait ?? Usual), cancellation);
                    context.Response.Headers.Location = $"/api/imports/{import.Id}";
                    return TypedResults.Json(ImportView.Of(import), statusCode: 201);
                }
            )
            .WithMetadata(new RequestSizeLimitAttribute(ReceiveImport.LargestFile))
            .Answers<ImportView>(
                "Brings in a CSV file of claims, forecasts or another known format, row by row; what is still running is looked at by its address.",
                With.Location | With.Csv,
                201
            );

        routes
            .MapGet(
                "/imports",
                async (HttpContext context, string? after, int? limit, ImportRows imports, CancellationToken cancellation) =>
                {
                    var (place, unknown) = context.Place(after);
                    if ((Paging.Check(limit) ?? unknown) is { } refused)
                        return Problems.Of(refused);
                    var take = limit ?? 50;
                    var found = await imports.List(
                        context.Person().Id,
                        Access.OrganisedTournaments(context.Person()),
                        place,
                        take + 1,
                        cancellation
                    );
                    return TypedResults.Json(Page<ImportView>.Of([.. found.Select(ImportView.Of)], take, i => context.Cursor(i.Id)));
                }
            )
            .Answers<Page<ImportView>>("Your imports and those into tournaments that you organise, the latest first.");

        routes
            .MapGet(
                "/imports/{id}",
                async (HttpContext context, string id, ImportRows imports, CancellationToken cancellation) =>
                    await Seen(context.Person(), id, imports, cancellation) is { } import
                        ? TypedResults.Json(ImportView.Of(import))
                        : Problems.Of(Unknown)
            )
            .Answers<ImportView>("How an import went, or how far it is.");

        routes
            .MapGet(
                "/imports/{id}/refused",
                async (
                    HttpContext context,
                    string id,
                    int? after,
                    int? limit,
                    ImportRows imports,
                    RefusedRows refused,
                    CancellationToken cancellation
                ) =>
                {
                    if (Paging.Check(limit) is { } no)
                        return Problems.Of(no);
                    if (await Seen(context.Person(), id, imports, cancellation) is null)
                        return Problems.Of(Unknown);
                    var take = limit ?? Paging.Most;
                    var found = await refused.Of(id, after ?? 0, take + 1, cancellation);
                    var page = Page<(int Number, RefusedRow Row)>.Of(
                        found,
                        take,
                        r => r.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    );
                    return TypedResults.Json(new Page<RefusedRow>([.. page.Items.Select(r => r.Row)], page.Next));
                }
            )
            .Answers<Page<RefusedRow>>("The rows that an import refused, by line, each with its reason.");
        MapRefused(routes);
    }

    private static void MapRefused(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/imports/{id}/refused.csv",
                async (HttpContext context, string id, ImportRows imports, RefusedRows refused, CancellationToken cancellation) =>
                    await Seen(context.Person(), id, imports, cancellation) is null
                        ? Problems.Of(Unknown)
                        : TypedResults.Stream(to => RefusedCsv.Write(refused, id, to, cancellation), RefusedCsv.Type, RefusedCsv.Name(id))
            )
            .Answers<string>("The rows that an import refused as a CSV file, however many there are.", With.CsvAnswer);

    public static Rejection? Waits(int? wait) =>
        wait is < 0 or > Longest ? Refuse.Invalid("import.wait", $"'wait' is a number of seconds, at most {Longest}.", "wait") : null;

    /// <summary>The import, where this person may see it.</summary>
    public static async Task<Import?> Seen(Person person, string id, ImportRows imports, CancellationToken cancellation) =>
        await imports.Load(id, cancellation) is { } import && Access.SeesImport(person, import.By, import.Tournaments) ? import : null;
}
