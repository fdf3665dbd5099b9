using System.Globalization;
using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Imports;

/// <summary>One import: how far it is or how it went, the rows that it refused, and the way back.</summary>
public sealed class ImportPage(ImportRows imports, RefusedRows refused, ReceiveImport receive, IDocumentStore store) : ReaderPage
{
    public const string Undo = "undo";
    private const int MostShown = 200;

    // Seconds until the page of a running import looks again.
    private const string Soon = "2";

    public Import Import { get; private set; } = null!;

    public string By { get; private set; } = "";

    /// <summary>What it made and undoing it left: seasons and tournaments by address, people by name.</summary>
    public IReadOnlyList<string> Remains { get; private set; } = [];

    public IReadOnlyList<RefusedRow> Refusals { get; private set; } = [];

    public bool MayUndo =>
        Import is { DryRun: false, State: ImportState.Done or ImportState.Failed, Accepted: > 0 }
        && Access.UndoImport(Person, Import.By, Import.Tournaments) is null;

    /// <summary>How far it is: bytes of the file, or rows that are taken back.</summary>
    public (long Value, long Max) Progress =>
        Import.State == ImportState.Undoing
            ? (Math.Min(Import.Undone, Import.Accepted), Math.Max(1, Import.Accepted))
            : (Import.Read, Math.Max(1, Import.Bytes));

    /// <summary>The word for what it means that it has ended, and its numbers.</summary>
    public (string Word, object[] Numbers)? Ending =>
        Import switch
        {
            { IsAtWork: true } => null,
            { State: ImportState.Undone } => ("imports.end.undone", []),
            { DryRun: true } => ("imports.end.dry", []),
            { State: ImportState.Failed } => ("imports.end.failed", [Import.Accepted]),
            { Refused: > 0 } => ("imports.end.some", [Import.Accepted + Import.Unchanged, Import.Refused]),
            _ => ("imports.end.all", []),
        };

    /// <summary>Why it failed, or why it was not undone.</summary>
    public Rejection? Failure => Import.ErrorCode is { } code ? Refuse.Conflict(code, Import.Error ?? "") : null;

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGet(string id)
    {
        if (await Load(id) is { } unknown)
            return Refused(unknown);
        if (Import.IsAtWork)
            Response.Headers["Refresh"] = Soon;
        return Page();
    }

    /// <summary>The refused rows as a file.</summary>
    public async Task<IActionResult> OnGetRefused(string id)
    {
        if (await Load(id) is { } unknown)
            return Refused(unknown);
        Response.ContentType = RefusedCsv.Type;
        Response.Headers.ContentDisposition = $"attachment; filename={RefusedCsv.Name(id)}";
        await RefusedCsv.Write(refused, id, Response.Body, Cancellation);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostUndo(string id)
    {
        if (await Load(id) is { } unknown)
            return Refused(unknown);
        if (!Request.Form.ContainsKey("sure"))
            return Again(Undo, Refuse.Invalid("import.undo-unsure", "Tick the box to say that you mean it.", "sure"));
        var (_, no) = await receive.Undo(Person, id, Cancellation);
        return no is not null ? Again(Undo, no) : LocalRedirect($"~/imports/{id}");
    }

    private async Task<Rejection?> Load(string id)
    {
        if (await ImportFile.Seen(Person, id, imports, Cancellation) is not { } import)
            return ImportFile.Unknown;
        Import = import;
        Refusals = [.. (await refused.Of(id, 0, MostShown, Cancellation)).Select(r => r.Row)];
        await using var session = store.QuerySession();
        var remains = (import.Remains ?? []).Take(MostShown).Select(r => r.Split('/', 2)).ToList();
        var names = await Find.Names(session, [import.By, .. remains.Where(r => r[0] == "analyst").Select(r => r[1])], Cancellation);
        By = names.GetValueOrDefault(import.By, import.By);
        Remains = [.. remains.Select(r => names.GetValueOrDefault(r[1], r[1]))];
        return null;
    }
}
