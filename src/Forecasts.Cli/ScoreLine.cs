using System.Globalization;
using CsvHelper;
using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>
/// The row of a file that the reader stands on, column by column. The first value that does not fit is kept as its refusal; what is read
/// after it has no meaning.
/// </summary>
internal sealed class ScoreLine(CsvReader csv, ScoreColumns columns, bool decimalComma)
{
    private const int LongestQuote = 60;

    /// <summary>Its line in the file.</summary>
    public int Number => (int)csv.LineNumber;

    /// <summary>Why the row is refused, null where it fits so far.</summary>
    public Refusal? Refused { get; private set; }

    /// <summary>The reader stands on another row.</summary>
    public void Next() =>
        Refused =
            csv.FieldCount == columns.Count
                ? null
                : Refusal.OfRow(Number, "csv.columns", $"{csv.FieldCount} values; the header has {columns.Count}.");

    /// <summary>Nothing but separators and blanks.</summary>
    public bool IsBlank()
    {
        for (var i = 0; i < csv.FieldCount; i++)
            if (!CsvDialect.IsBlank(csv.GetSpan(i)))
                return false;
        return true;
    }

    /// <summary>As UTF-8, without the blanks around it.</summary>
    public ReadOnlySpan<byte> Text(string column)
    {
        if (Refused is not null)
            return default;
        var text = csv.GetSpan(columns[column]).Trim((byte)' ');
        if (!System.Text.Unicode.Utf8.IsValid(text))
            Refused = Refusal.OfRow(Number, "csv.not-utf8", "the text is not UTF-8.", column);
        else if (text.IsEmpty)
            Wrong(column, "text.missing", "a text");
        return text;
    }

    public double Probability()
    {
        const string column = "probability";
        if (Refused is not null)
            return default;
        if (Plain(column) is { } plain)
            return plain;
        if (Numeral.Share(Said(column), decimalComma) is { } share and >= 0 and <= 1)
            return share;
        return Wrong(column, "forecast.out-of-range", "a number within 0 and 1");
    }

    public OutcomeWord Outcome()
    {
        const string column = "outcome";
        if (Refused is not null)
            return default;
        if (Plain(column) is { } plain)
            return new(OutcomeSaid.Number, plain);
        if (OutcomeWord.Read(Said(column), decimalComma) is { } word)
            return word;
        Wrong(column, "outcome.unknown", $"one of {OutcomeWord.All}");
        return default;
    }

    public double Weight()
    {
        const string column = "weight";
        if (Refused is not null)
            return default;
        if (Numeral.Read(Said(column), decimalComma) is { } weight and >= 0)
            return weight;
        return Wrong(column, "weight.unreadable", "a number that is not negative");
    }

    /// <summary>In ticks of UTC, which is meant where no offset is named.</summary>
    public long Time(string column)
    {
        if (Refused is not null)
            return default;
        if (Moment.Read(Said(column).AsSpan().Trim()) is { } moment)
            return moment.Utc.Ticks;
        Wrong(column, "time.unreadable", "a date or a time such as 2026-03-01 or 2026-03-01T09:30:00Z");
        return default;
    }

    /// <summary>It contradicts another row.</summary>
    public Refusal Contradicts(string column, string code, string message) => Refusal.OfRow(Number, code, message, column);

    /// <summary>The beginning of a text for a message.</summary>
    public static string Cut(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";

    private string Said(string column) => csv.GetString(columns[column]);

    // Nearly all are plain numbers, and are read from the bytes.
    private double? Plain(string column) =>
        double.TryParse(csv.GetSpan(columns[column]), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value is >= 0 and <= 1
            ? value
            : null;

    private double Wrong(string column, string code, string expected)
    {
        Refused = Refusal.OfRow(Number, code, $"'{Cut(Said(column))}' was found, {expected} was expected.", column);
        return default;
    }
}
