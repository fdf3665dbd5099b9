using System.Globalization;

namespace Forecasts.Domain.Kinds;

/// <summary>What all probabilities keep to.</summary>
internal static class Limits
{
    private const double SumTolerance = 1e-6;

    public static Rejection? Of(double p, double lowest, string field) =>
        p >= lowest && p <= 1 - lowest
            ? null
            : Refuse.Invalid("forecast.out-of-range", Text($"Each probability must lie within {lowest} and {1 - lowest}."), field);

    /// <param name="what">What is summed, such as "The three probabilities".</param>
    public static Rejection? Sum(IEnumerable<double> shares, string what, string field)
    {
        var sum = shares.Sum();
        var off = Math.Round(Math.Abs(sum - 1), 6);
        return Math.Abs(sum - 1) <= SumTolerance
            ? null
            : Refuse.Invalid(
                "forecast.sum",
                Text($"{what} must sum to 1; they sum to {Math.Round(sum, 6)}, {off} too {(sum > 1 ? "much" : "little")}."),
                field
            );
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
