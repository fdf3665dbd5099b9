using Forecasts.Domain;
using Forecasts.Record.Export;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>How a file is to be read.</summary>
/// <param name="Format">Name of its format; null where the header tells.</param>
/// <param name="Tournament">Slug of the tournament, for formats that do not name it.</param>
/// <param name="Now">An outcome whose window has not come is imported as an early one.</param>
public sealed record ReadAs(string? Format, string? Tournament, DateTimeOffset Now);

/// <summary>What one line of a file becomes: rows of our own kinds, or a refusal.</summary>
public readonly record struct Turned(IReadOnlyList<CsvRow> Rows, Rejection? Refused)
{
    public static implicit operator Turned(Rejection refused) => new([], refused);

    public static implicit operator Turned(CsvRow row) => new([row], null);
}

/// <summary>A form of file: what its header looks like and what its lines become. README.md beside this file describes each.</summary>
/// <param name="Needed">Columns without which it cannot be read.</param>
/// <param name="Optional">Columns that it may have; null where any other column may stand.</param>
/// <param name="Recognises">True for a header that can be of this format only.</param>
/// <param name="Turn">One line in rows of our own kinds.</param>
public sealed record Format(
    string Name,
    string[] Needed,
    string[]? Optional,
    Func<string[], bool> Recognises,
    Func<CsvRow, ReadAs, Turned> Turn
)
{
    public static readonly string Claims = ExportTable.Claims.Name;
    public static readonly string Forecasts = ExportTable.Forecasts.Name;

    /// <summary>Columns that are known where any other may stand.</summary>
    public string[] AlsoKnown { get; init; } = [];

    /// <summary>The columns that it knows by name.</summary>
    public IReadOnlyCollection<string> Columns => [.. Needed, .. Optional ?? AlsoKnown];

    /// <summary>The lines do not name their tournament.</summary>
    public bool NeedsTournament { get; init; }

    /// <summary>
    /// A small file that can be taken as it is, with <c>?tournament=my-tournament&amp;createTournament=...&amp;createAnalysts=true</c>.
    /// </summary>
    public required string Example { get; init; }

    /// <summary>What else must be true of a header.</summary>
    public Func<string[], Rejection?> Check { get; init; } = _ => null;

    /// <summary>A row of our own kind at the line of the one it comes from; empty values are left out.</summary>
    public static CsvRow Row(CsvRow from, string kind, params ReadOnlySpan<(string Column, string? Value)> values)
    {
        var cells = new Dictionary<string, string>(values.Length, StringComparer.Ordinal);
        foreach (var (column, value) in values)
            if (value is not null)
                cells[column] = value;
        return new CsvRow(from.Line, cells) { Kind = kind, DecimalComma = from.DecimalComma };
    }

    /// <summary>The beginning of a statement in one line, as long as a title may be.</summary>
    public static string? Title(string? statement)
    {
        if (statement is null)
            return null;
        var line = string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 200 ? line : Excerpt.Of(line, 199) + "…";
    }
}
