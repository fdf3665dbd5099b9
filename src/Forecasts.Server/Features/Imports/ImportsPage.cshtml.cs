using System.Text;
using Forecasts.Domain;
using Forecasts.Record.Export;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Imports;

/// <summary>Imports of one's own and into the tournaments that one organises, and the form to send a file.</summary>
[ImportersAlone]
[RequestSizeLimit(ReceiveImport.LargestFile)]
[RequestFormLimits(MultipartBodyLengthLimit = ReceiveImport.LargestFile)]
public sealed class ImportsPage(ImportRows imports, ReceiveImport receive) : ReaderPage
{
    public const string Upload = "import";
    private const int Most = 50;

    public IReadOnlyList<Import> Imports { get; private set; } = [];

    /// <summary>The cursor, where there are more.</summary>
    public string? Next { get; private set; }

    public bool MaySend => Access.Import(Person) is null;

    public static IReadOnlyList<Format> Formats => KnownFormats.All;

    /// <summary>Columns of whose cells the page says what stands in them.</summary>
    public static IReadOnlyList<string> Explained =>
        [ClaimColumns.Type, .. ClaimColumns.Kind, ClaimColumns.Outcome, ForecastColumns.Probability, ForecastColumns.ValueJson];

    public async Task<IActionResult> OnGet(string? after)
    {
        var (place, unknown) = HttpContext.Place(after);
        if (unknown is not null)
            return Refused(unknown);
        await Load(place);
        return Page();
    }

    /// <summary>A small file of a format, to begin with.</summary>
    public IActionResult OnGetExample(string format) =>
        Formats.FirstOrDefault(f => f.Name == format) is { } known
            ? File(Encoding.UTF8.GetBytes(known.Example), "text/csv; charset=utf-8", $"{known.Name}.csv")
            : Refused(KnownFormats.Unknown);

    public async Task<IActionResult> OnPost()
    {
        await Load(null);
        if (Request.Form.Files["file"] is not { } file)
            return Again(Upload, Refuse.Invalid("import.no-file", "Choose a file to send.", "file"));
        await using var body = file.OpenReadStream();
        // The form carries an id of its own: sent twice, it imports once.
        var options = new ImportOptions(
            Name(file.FileName),
            Request.Form.ContainsKey("dryRun"),
            Request.Form.ContainsKey("createAnalysts"),
            Request.Form.ContainsKey("createSeasons"),
            Given("tournament"),
            Given("format"),
            Given("createTournament")
        );
        var (import, refused) = await receive.Receive(
            body,
            Ids.From("form", Person.Id, Request.Form.Text("form")),
            Person,
            options,
            Cancellation
        );
        return refused is not null ? Again(Upload, refused) : LocalRedirect($"~/imports/{import!.Id}");
    }

    private string? Given(string field) => Request.Form.Text(field) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    // Whatever a browser calls the file, it is only shown.
    private static string? Name(string name) =>
        Excerpt.Of(new string([.. Path.GetFileName(name).Where(c => !char.IsControl(c))]), 100) is { } shown
        && !string.IsNullOrWhiteSpace(shown)
            ? shown
            : null;

    private async Task Load(string? after)
    {
        var found = await imports.List(Person.Id, Access.OrganisedTournaments(Person), after, Most + 1, Cancellation);
        (Imports, Next) = ([.. found.Take(Most)], found.Count > Most ? HttpContext.Cursor(found[Most - 1].Id) : null);
    }
}
