using System.Globalization;

namespace Forecasts.Record;

/// <summary>
/// A double as ECMAScript writes it, which is what RFC 8785 asks for: the fewest digits that read back as the same double.
/// </summary>
public static class CanonicalNumber
{
    // Below ten to this power a number is written in full, and down to ten to the minus six.
    private const int LongestWhole = 21;
    private const int SmallestFraction = -6;

    /// <exception cref="RecordException">It is not finite.</exception>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
            throw new RecordException("A number that is not finite has no place in JSON.");
        if (value == 0)
            return "0"; // Also without a sign.
        var sign = value < 0 ? "-" : "";
        // "E16" would give seventeen digits; "R" gives the shortest that read back.
        var (digits, point) = Parts(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return sign + Written(digits, point);
    }

    /// <param name="digits">Without zeros at either end.</param>
    /// <param name="point">The value is 0.digits times ten to this power.</param>
    private static string Written(string digits, int point)
    {
        if (point > 0 && point <= LongestWhole)
            return digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}";
        if (point > SmallestFraction && point <= 0)
            return "0." + new string('0', -point) + digits;
        var exponent = (point - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return digits.Length == 1 ? $"{digits}e{exponent}" : $"{digits[..1]}.{digits[1..]}e{exponent}";
    }

    private static (string Digits, int Point) Parts(string text)
    {
        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is >= 0 and var e)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? text : text[..dot];
        var digits = dot < 0 ? text : whole + text[(dot + 1)..];
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), whole.Length - leading + exponent);
    }
}
