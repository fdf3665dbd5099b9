using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>
/// A list that an author made for a year: every line is a statement with a probability, and later with its outcome. It becomes a claim of
/// the author's, settled where the outcome is given, and the author's forecast from the season's opening on.
/// </summary>
public static class YearlyList
{
    public static readonly Format Format = new(
        "yearly-list",
        ["year", "author", "n", "statement", "probability"],
        ["category", "section", "outcome", "kind", "made_at", "due", "decided_at", "resolved_by", "outcome_note", "source"],
        header => header.Contains("year") && header.Contains("author") && header.Contains("statement") && header.Contains("probability"),
        Line
    )
    {
        NeedsTournament = true,
        Example = """
            year,author,n,category,statement,probability,outcome
            2021,Cora,1,HOME,The roof is finished by the end of the year,80%,yes
            2021,Cora,2,WORK,The shop is sold by the end of the year,15%,no

            """,
    };

    private static Turned Line(CsvRow row, ReadAs how)
    {
        if (!int.TryParse(row["year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 2200)
            return Refuse.Invalid("season.year", "'year' is a year within 1900 and 2200.", "year");
        if (row["author"] is not { } author)
            return Refuse.Invalid("analyst.unknown", "'author' is empty.", "author");
        if (row["n"] is not { } number)
            return Refuse.Invalid("prediction.key", "'n' is empty: it numbers an author's statements of one year.", "n");
        if (row["kind"] is not (null or "binary"))
            return Refuse.Invalid(
                "claim.type",
                "Only statements that come true or not are taken from a yearly list; 'kind' is binary or empty.",
                "kind"
            );
        if (row["probability"] is null)
            return Refuse.Invalid("forecast.form", "The line has no value: fill 'probability'.", "probability");
        // What an author left without an outcome when the year was over was thrown out or ambiguous: it is void, never a "no".
        var outcome = row["outcome"] ?? (year < how.Now.Year ? "void" : null);
        var (category, season) = (row["category"] ?? row["section"], new SeasonRef(how.Tournament!, year));
        var key = string.Join('/', ((string?[])[author, category, number]).OfType<string>());
        return new Turned(
            [
                Format.Row(
                    row,
                    Format.Claims,
                    ("season", season),
                    ("theme", Slug(category)),
                    ("theme_name", category),
                    ("prediction", key),
                    ("title", Format.Title(row["statement"])),
                    ("core_judgement", row["statement"]),
                    ("claim", "1"),
                    ("statement", row["statement"]),
                    ("type", "binary"),
                    ("criteria", row["statement"]),
                    ("due", row["due"] ?? $"{year:0000}-12-31"),
                    ("author", author),
                    ("filed_at", row["made_at"]),
                    ("outcome", outcome),
                    ("decided_at", row["decided_at"])
                ),
                Format.Row(
                    row,
                    Format.Forecasts,
                    ("season", season),
                    ("prediction", key),
                    ("claim", "1"),
                    ("analyst", author),
                    ("made_at", row["made_at"]),
                    ("probability", row["probability"])
                ),
            ],
            null
        );
    }

    /// <summary>The key of a theme with that name: Latin letters and digits as they are, what lies between them a hyphen.</summary>
    public static string Slug(string? name)
    {
        if (name is null)
            return "general";
        var slug = string.Join(
            '-',
            new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            )
        );
        return slug.Length is > 0 and <= 60
            ? slug
            : "theme-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
    }
}
