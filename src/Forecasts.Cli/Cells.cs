using System.Globalization;

namespace Forecasts.Cli;

/// <summary>How single values are written.</summary>
public static class Cells
{
    /// <summary>The shortest digits that give the same number again; empty for none, "Infinity" for infinity.</summary>
    public static string Full(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A whole number for programs; empty for none.</summary>
    public static string Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A whole number for reading, its thousands set apart; empty for none.</summary>
    public static string Count(long? number) => number is { } n ? Charts.Counted.Of(n) : "";

    /// <summary>An instant as the server writes it; empty for none.</summary>
    public static string Instant(DateTimeOffset? at) =>
        at?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture) ?? "";

    /// <summary>true or false; empty for none.</summary>
    public static string Truth(bool? value) =>
        value switch
        {
            true => "true",
            false => "false",
            null => "",
        };

    /// <summary>Three decimals for reading; – for none, ∞ for infinity.</summary>
    public static string Short(double? number) =>
        number switch
        {
            null => "–",
            double.PositiveInfinity => "∞",
            double.NegativeInfinity => "-∞",
            _ when Math.Round(number.Value, 3) == 0 => "0.000",
            _ => number.Value.ToString("0.000", CultureInfo.InvariantCulture),
        };

    /// <summary>A text on one line without control characters: what people wrote must not steer the reader's terminal.</summary>
    public static string Plain(string? text) =>
        text is null || !text.Any(char.IsControl) ? text ?? "" : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>One CSV line (RFC 4180, ended by a line feed): a value with a comma, quote or line break is quoted.</summary>
    public static string CsvLine(IEnumerable<string> values) => Record.Export.CsvText.Line(values);
}
