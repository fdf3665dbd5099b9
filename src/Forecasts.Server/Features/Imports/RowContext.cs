using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Record.Export;
using Forecasts.Scoring.Words;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Imports;

/// <summary>What every row of one import needs: the importer, the seasons and people it names, the clock.</summary>
/// <param name="ownImports">Ids of the imports of the same importer: what they brought themselves they know.</param>
/// <param name="planned">Seasons that this import has made, would make or may not make.</param>
public sealed class RowContext(
    IDocumentStore store,
    Person importer,
    string import,
    ImportPeople people,
    IReadOnlyDictionary<string, Found<Season>> planned,
    IReadOnlySet<string> ownImports,
    DateTimeOffset now
)
{
    private readonly Dictionary<string, Found<Season>> seasons = new(planned, StringComparer.Ordinal);
    private readonly QuestionSeasons questions = new(store);

    public Person Importer => importer;

    public ImportPeople People => people;

    public IReadOnlySet<string> OwnImports => ownImports;

    /// <summary>When the import began: a run that goes on after a crash decides as the first one did.</summary>
    public DateTimeOffset Now => now;

    public async Task<Found<Season>> Season(CsvRow row, CancellationToken cancellation)
    {
        var key = row[ClaimColumns.Season] ?? "";
        if (key.Length == 0 && row["tournament"] is { } tournament)
        {
            if (Access.Read(importer, tournament) is { } unread)
                return new(null, unread);
            var (found, unknown) = await questions.Of(tournament, row[ClaimColumns.Prediction], cancellation);
            if (unknown is not null)
                return new(null, unknown);
            key = found!;
        }

        if (seasons.TryGetValue(key, out var known))
            return known;
        await using var session = store.QuerySession();
        return seasons[key] = SeasonRef.Read(key) is { } season
            ? await Find.Season(session, importer, season.Tournament, season.Year, cancellation)
            : new(null, SeasonRef.Unread);
    }

    /// <summary>A key within the season, or an id.</summary>
    public static string[] PredictionIds(string season, string key) => [Ids.OfPrediction(season, key), key];

    public Stamp Stamp(CsvRow row, DateTimeOffset madeAt) => new(importer.Id, madeAt, new(import, row.Line));

    /// <summary>
    /// An instant, or a day (its first instant in the season's zone); the default where the cell is empty. The future is refused.
    /// </summary>
    public (DateTimeOffset At, Rejection? Refused) Time(CsvRow row, string column, Season season, DateTimeOffset otherwise)
    {
        var (instant, refused) = row[column] is { } text ? Instants.Read(text, column, season.Calendar.TimeZone) : (otherwise, null);
        if (refused is not null)
            return (default, refused);
        return instant > now
            ? (
                default,
                Refuse.Invalid(
                    "import.future",
                    $"'{column}' lies in the future ({instant.ToString("O", CultureInfo.InvariantCulture)}); what has not happened cannot be imported.",
                    column
                )
            )
            : (instant, null);
    }

    public static (double? Value, Rejection? Refused) Number(CsvRow row, string column, string code) =>
        row[column] is not { } text ? (null, null)
        : Numeral.Read(text, row.DecimalComma) is { } value ? (value, null)
        : (null, Refuse.Invalid(code, $"'{column}' is '{Excerpt.Of(text, 40)}', not a number.", column));

    /// <summary>A number, or a percentage as the share it stands for.</summary>
    public static (double? Value, Rejection? Refused) Share(CsvRow row, string column, string code) =>
        row[column] is not { } text ? (null, null)
        : Numeral.Share(text, row.DecimalComma) is { } value ? (value, null)
        : (null, Refuse.Invalid(code, $"'{column}' is '{Excerpt.Of(text, 40)}', not a number such as 0.8 or 80%.", column));

    public static (int? Value, Rejection? Refused) Whole(CsvRow row, string column, string code) =>
        row[column] is not { } text ? (null, null)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? (value, null)
        : (null, Refuse.Invalid(code, $"'{column}' is '{Excerpt.Of(text, 40)}', not a whole number.", column));
}
