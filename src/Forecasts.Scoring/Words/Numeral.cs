using System.Globalization;

namespace Forecasts.Scoring.Words;

/// <summary>Numbers in texts: with a decimal point whatever the culture, or with a decimal comma where commas do not separate.</summary>
public static class Numeral
{
    /// <summary>A finite number; null where the text is none.</summary>
    public static double? Read(ReadOnlySpan<char> text, bool decimalComma = false)
    {
        text = text.Trim();
        if (decimalComma && text.Count(',') == 1 && !text.Contains('.'))
            return Read(text.ToString().Replace(',', '.'));
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;
    }

    /// <summary>The same, or a percentage as the share it stands for: <c>80%</c> is 0.8.</summary>
    public static double? Share(ReadOnlySpan<char> text, bool decimalComma = false)
    {
        text = text.Trim();
        if (text is not [.. var percent, '%'])
            return Read(text, decimalComma);
        percent = percent.TrimEnd();
        // Moving the point gives the nearest number, which a division need not; a number with an exponent is no percentage.
        var plain = !percent.IsEmpty && char.IsAsciiDigit(percent[^1]) && !percent.ContainsAny('e', 'E');
        return plain ? Read($"{percent}e-2", decimalComma) : null;
    }
}
