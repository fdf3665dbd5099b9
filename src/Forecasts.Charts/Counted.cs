using System.Globalization;

namespace Forecasts.Charts;

/// <summary>
/// A whole number as pages, pictures and the command line print it: thousands set apart, and what is counted in the singular or the plural.
/// In a sentence <c>{0:# claim|# claims}</c> is "1 claim" or "3,295 claims", and <c>{0}</c> the number alone.
/// </summary>
public readonly record struct Counted(long N) : IFormattable
{
    public static string Of(long n) => n.ToString("#,0", CultureInfo.InvariantCulture);

    /// <param name="one">What one of them is called; many are called so with an s, unless it is said otherwise.</param>
    public static string Of(long n, string one, string? many = null) => $"{Of(n)} {(n == 1 ? one : many ?? one + "s")}";

    /// <summary>A sentence with its values filled in, whole numbers among them as they are counted.</summary>
    public static string Fill(string sentence, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, Array.ConvertAll(values, AsCounted));

    private static object? AsCounted(object? value) =>
        value switch
        {
            int n => new Counted(n),
            long n => new Counted(n),
            _ => value,
        };

    public override string ToString() => Of(N);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? Of(N)
        : format.Split('|') is [var one, var many] ? (N == 1 ? one : many).Replace("#", Of(N), StringComparison.Ordinal)
        : throw new FormatException($"'{format}' is not of the form 'one|many'.");
}
