using Forecasts.Domain;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Imports;

/// <summary>How a file is to be taken, and how long its sender waits.</summary>
public sealed record ImportAsked(
    [property: FromQuery(Name = "dryRun")] bool? DryRun,
    [property: FromQuery(Name = "createAnalysts")] bool? CreateAnalysts,
    [property: FromQuery(Name = "createSeasons")] bool? CreateSeasons,
    [property: FromQuery(Name = "format")] string? Format,
    [property: FromQuery(Name = "tournament")] string? Tournament,
    [property: FromQuery(Name = "createTournament")] string? CreateTournament,
    [property: FromQuery(Name = "fileName")] string? FileName,
    [property: FromQuery(Name = "wait")] int? Wait
)
{
    public ImportOptions Options =>
        new(FileName, DryRun ?? false, CreateAnalysts ?? false, CreateSeasons ?? false, Tournament, Format, CreateTournament);
}

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
                async ([AsParameters] Call call, [AsParameters] ImportAsked asked, ReceiveImport receive) =>
                {
                    if (!(call.Context.Request.ContentType ?? "").StartsWith("text/csv", StringComparison.OrdinalIgnoreCase))
                        return Problems.Of(415, "media.unsupported", "Send the file as text/csv.");
                    if (Waits(asked.Wait) is { } impatient)
                        return Problems.Of(impatient);
                    var (import, refused) = await receive.Receive(
                        call.Context.Request.Body,
                        call.Context.NewId(),
                        call.Person,
                        asked.Options,
                        call.Cancellation
                    );
                    if (refused is not null)
                        return Problems.Of(refused);
                    import = await receive.Await(import!, TimeSpan.FromSeconds(asked.Wait ?? Usual), call.Cancellation);
                    call.Context.Response.Headers.Location = $"/api/imports/{import.Id}";
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
                async ([AsParameters] Call call, string? after, int? limit, ImportRows imports) =>
                {
                    var (place, unknown) = call.Context.Place(after);
                    if ((Paging.Check(limit) ?? unknown) is { } refused)
                        return Problems.Of(refused);
                    var take = limit ?? 50;
                    var found = await imports.List(
                        call.Person.Id,
                        Access.OrganisedTournaments(call.Person),
                        place,
                        take + 1,
                        call.Cancellation
                    );
                    return TypedResults.Json(Page<ImportView>.Of([.. found.Select(ImportView.Of)], take, i => call.Context.Cursor(i.Id)));
                }
            )
            .Answers<Page<ImportView>>("Your imports and those into tournaments that you organise, the latest first.");

        routes
            .MapGet(
                "/imports/{id}",
                async ([AsParameters] Call call, string id, ImportRows imports) =>
                    await Seen(call.Person, id, imports, call.Cancellation) is { } import
                        ? TypedResults.Json(ImportView.Of(import))
                        : Problems.Of(Unknown)
            )
            .Answers<ImportView>("How an import went, or how far it is.");

        routes
            .MapGet(
                "/imports/{id}/refused",
                async ([AsParameters] Call call, string id, [AsParameters] PageAsked asked, ImportRows imports, RefusedRows refused) =>
                {
                    if (Paging.Check(asked.Limit) is { } no)
                        return Problems.Of(no);
                    if (await Seen(call.Person, id, imports, call.Cancellation) is null)
                        return Problems.Of(Unknown);
                    var take = asked.Limit ?? Paging.Most;
                    var found = await refused.Of(id, asked.After ?? 0, take + 1, call.Cancellation);
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
                async ([AsParameters] Call call, string id, ImportRows imports, RefusedRows refused) =>
                    await Seen(call.Person, id, imports, call.Cancellation) is null
                        ? Problems.Of(Unknown)
                        : TypedResults.Stream(
                            to => RefusedCsv.Write(refused, id, to, call.Cancellation),
                            RefusedCsv.Type,
                            RefusedCsv.Name(id)
                        )
            )
            .Answers<string>("The rows that an import refused as a CSV file, however many there are.", With.CsvAnswer);

    public static Rejection? Waits(int? wait) =>
        wait is < 0 or > Longest ? Refuse.Invalid("import.wait", $"'wait' is a number of seconds, at most {Longest}.", "wait") : null;

    /// <summary>The import, where this person may see it.</summary>
    public static async Task<Import?> Seen(Person person, string id, ImportRows imports, CancellationToken cancellation) =>
        await imports.Load(id, cancellation) is { } import && Access.SeesImport(person, import.By, import.Tournaments) ? import : null;
}
