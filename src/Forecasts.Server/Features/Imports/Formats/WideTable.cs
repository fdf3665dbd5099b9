using Forecasts.Domain;
using Forecasts.Scoring.Words;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>
/// A table with one line per forecaster and one column per question, headed by its key (<c>key</c>, or <c>key#2</c> for a second claim); an
/// empty cell is no forecast.
/// </summary>
public static class WideTable
{
    public const int MostQuestions = 1_000;

    private static readonly string[] Own = ["forecaster", "season", "made_at"];

    // A long table has these: its header would pass for questions with strange keys.
    private static readonly string[] Long =
    [
        "question",
        "question_id",
        "prediction",
        "claim",
        "analyst",
        "user",
        "probability",
        "value_json",
        "outcome",
    ];

    public static readonly Format Format = new(
        "wide-table",
        ["forecaster"],
        null,
        header => header[0] == "forecaster" && !Headings.Known(header, Long).Intersect(Long).Any(),
        Line
    )
    {
        AlsoKnown = Own,
        Example = """
            forecaster,season,made_at,solar,solar#2,solar#3,solar#5
            Dan,my-tournament/2023,2023-03-01T09:00:00Z,0.6,0.2|0.3|0.5,50%|30%|20%,250|350|500
            Eva,my-tournament/2023,2023-03-01T09:00:00Z,55%,,,300|400|600

            """,
        Check = header =>
            (header.Length - header.Intersect(Own).Count()) switch
            {
                0 => Refuse.Invalid("csv.column-missing", "There is no column of a question.", "KEY"),
                > MostQuestions => Refuse.Invalid(
                    "csv.header",
                    $"A table has at most {MostQuestions} questions; cut it into several.",
                    "header"
                ),
                _ when header.Any(string.IsNullOrWhiteSpace) => Refuse.Invalid("csv.header", "A column has no heading.", "header"),
                _ => null,
            },
    };

    private static Turned Line(CsvRow row, ReadAs how)
    {
        if (row["season"] is null && how.Tournament is null)
            return Refuse.Invalid(
                "season.unknown",
                "Fill 'season', written tournament/year, or name the tournament, as in ?tournament=ai-trends.",
                "season"
            );
        var rows = new List<CsvRow>();
        foreach (var heading in row.Values.Keys.Except(Own))
            if (row[heading] is { } cell)
            {
                var mark = heading.LastIndexOf('#');
                rows.Add(
                    Format.Row(
                        row,
                        Format.Forecasts,
                        ("season", row["season"]),
                        ("tournament", how.Tournament),
                        ("prediction", mark < 0 ? heading : heading[..mark]),
                        ("claim", mark < 0 ? "1" : heading[(mark + 1)..]),
                        ("analyst", row["forecaster"]),
                        ("made_at", row["made_at"]),
                        ("probability", cell)
                    ) with
                    {
                        Heading = heading,
                    }
                );
            }

        return rows.Count > 0
            ? new Turned(rows, null)
            : Refuse.Invalid("forecast.form", "The line has no value in any column of a question.");
    }
}
