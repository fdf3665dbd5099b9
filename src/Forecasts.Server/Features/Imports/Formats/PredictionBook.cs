using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Calendar = Forecasts.Domain.Seasons.Calendar;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>
/// An archive of questions, each with its times and its outcome, and of dated forecasts on them. The season of a question is the year in
/// which it closes (UTC).
/// </summary>
public static class PredictionBook
{
    public static readonly Format Questions = new(
        "predictionbook-questions",
        ["question_id", "title", "open_time", "close_time"],
        ["status", "resolve_time", "outcome", "year_end"],
        header => header.Contains("question_id") && header.Contains("close_time"),
        Question
    )
    {
        NeedsTournament = true,
        Example = """
            question_id,title,open_time,close_time,status,resolve_time,outcome
            17,Will the bridge open before July?,2022-01-10 08:00:00+00:00,2022-06-30 22:00:00+00:00,resolved,2022-06-12 09:00:00+00:00,yes

            """,
    };

    /// <summary>The outcome beside a forecast is read past: that of the question counts.</summary>
    public static readonly Format Forecasts = new(
        "predictionbook-forecasts",
        ["question_id", "user", "timestamp", "probability"],
        ["outcome"],
        header => header.Contains("question_id") && header.Contains("timestamp"),
        (row, how) =>
            Format.Row(
                row,
                Format.Forecasts,
                ("tournament", how.Tournament),
                ("prediction", row["question_id"]),
                ("claim", "1"),
                ("analyst", row["user"]),
                ("made_at", row["timestamp"]),
                ("probability", row["probability"])
            )
    )
    {
        NeedsTournament = true,
        Example = """
            question_id,user,timestamp,probability
            17,Ben,2022-02-03 10:00:00+00:00,0.65

            """,
    };

    private static Turned Question(CsvRow row, ReadAs how)
    {
        var ((opened, noOpening), (closes, noClose)) = (Time(row, "open_time"), Time(row, "close_time"));
        if ((noOpening ?? noClose) is { } timeless)
            return timeless;
        if (closes.Year < opened.Year)
            return Refuse.Invalid(
                "claim.due-before-opening",
                $"The question closes in {closes.Year:0000}, a year before the one in which it was asked, {opened.Year:0000}.",
                "close_time"
            );
        if (closes.Year > opened.Year + Calendar.LongestHorizon)
            return Refuse.Invalid(
                "claim.due-too-far",
                $"The question closes in {closes.Year:0000}, more than 30 years after it was asked, in {opened.Year:0000}.",
                "close_time"
            );
        var (resolution, noResolution) = row["resolve_time"] is null ? default : Time(row, "resolve_time");
        if (noResolution is not null)
            return noResolution;
        DateTimeOffset? resolved = row["resolve_time"] is null ? null : resolution;
        var outcome = row["outcome"];
        if (outcome is null && row["status"] is "resolved" or "ambiguous")
            return Refuse.Invalid("verdict.unknown", "The question is judged, but its 'outcome' is empty.", "outcome");

        // The window of a question that closes years from now has not come: it was judged early, and says so.
        var window = new DateTimeOffset(closes.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var early = outcome is not null && window > how.Now && resolved < window;
        // From its close on a question takes no forecast, and from its resolution on its outcome was known.
        var decided = resolved < closes ? resolved : closes;
        return Format.Row(
            row,
            Format.Claims,
            ("season", new SeasonRef(how.Tournament!, closes.Year)),
            ("theme", "general"),
            ("prediction", row["question_id"]),
            ("title", Format.Title(row["title"])),
            ("core_judgement", row["title"]),
            ("claim", "1"),
            ("statement", row["title"]),
            ("type", "binary"),
            ("criteria", row["title"]),
            ("due", closes.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("filed_at", row["open_time"]),
            ("outcome", outcome),
            ("decided_at", outcome is null ? null : decided?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)),
            ("resolved_at", early ? row["resolve_time"] : null),
            ("late_reason", early ? "Imported: the question was resolved before the end of the year in which it closes." : null)
        );
    }

    private static (DateTimeOffset At, Rejection? Refused) Time(CsvRow row, string column) =>
        Instants.Read(row[column] ?? "", column, zone: null);
}
