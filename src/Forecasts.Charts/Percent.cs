using System.Globalization;

namespace Forecasts.Charts;

/// <summary>Shares as percentages, for pages, pictures and the command line alike.</summary>
public static class Percent
{
    private const int MostDecimals = 15;

    /// <summary>
    /// One decimal where there is one, and as many more as it takes: almost certain is never shown as certain, only 0 is "0" and only 1
    /// "100".
    /// </summary>
    /// <param name="share">In 0..1; a score may lie outside.</param>
    /// <param name="decimals">At most so many where they tell the value from 0 and 1.</param>
    public static string Number(double share, int decimals = 1)
    {
        var text = Rounded(share, decimals);
        while (decimals < MostDecimals && ((share < 1 && text == "100") || (share > 0 && text == "0")))
            text = Rounded(share, ++decimals);
        return text;
    }

    /// <summary>With its sign, in every language the same.</summary>
    public static string Of(double share, int decimals = 1) => Number(share, decimals) + " %";

    // What rounds to zero has no sign.
    private static string Rounded(double share, int decimals)
    {
        var text = (share * 100).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
