using System.Globalization;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>The scale on which beliefs in a number or a day are drawn: as far as they reach, with a margin.</summary>
internal sealed record FanAxis(FanScale Scale, string? Unit, double Low, double High)
{
    private const double Margin = 0.06;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600],
        Days = [1, 2, 5, 10];

    public static FanAxis Of(FanScale scale, string? unit, IReadOnlyList<double> values)
    {
        var (low, high) = values.Count == 0 ? (0, 1) : (values.Min(), values.Max());
        if (scale == FanScale.Log)
        {
            (low, high) = values.Count == 0 ? (0, 1) : (Math.Log(low), Math.Log(high));
            var apart = Math.Max((high - low) * Margin, 0.05);
            return new(scale, unit, Math.Exp(low - apart), Math.Exp(high + apart));
        }

        // Where all is one value there is something above and below it.
        var margin =
            high > low ? (high - low) * Margin
            : scale == FanScale.Days ? 2
            : Math.Max(Math.Abs(high) * Margin, 1e-6);
        return new(scale, unit, low - margin, high + margin);
    }

    public Channel Channel =>
        Channel.Number("value") with
        {
            Scale = new Scale
            {
                Type = Scale == FanScale.Log ? "log" : null,
                Domain = (double[])[Place(Low), Place(High)],
                Nice = false,
                Zero = Scale == FanScale.Log ? null : false,
            },
            Axis =
                Scale == FanScale.Days
                    ? new()
                    {
                        Title = "",
                        Values = Ticks(out var form),
                        LabelExpr = $"utcFormat(86400000 * datum.value, '{form}')",
                        Grid = true,
                        Domain = false,
                        Ticks = false,
                    }
                    : new()
                    {
                        Title = Unit ?? "",
                        Format = High >= 1e7 ? "~s" : ",~f",
                        TickCount = 5,
                        Grid = true,
                        Domain = false,
                        Ticks = false,
                    },
        };

    /// <summary>As it stands in the data: days since 1970, for a browser knows them.</summary>
    public double Place(double value) => Chart.Short(Scale == FanScale.Days ? value - EpochDay : value);

    /// <summary>0 at the bottom, 1 at the top.</summary>
    public double Height(double value) =>
        Scale == FanScale.Log ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    /// <summary>The place, as it stands in the data, at a height.</summary>
    public double AtHeight(double height) =>
        Place(Scale == FanScale.Log ? Low * Math.Pow(High / Low, height) : Low + (height * (High - Low)));

    public string Text(double value) => Bare(value) + (Unit is null ? "" : " " + Unit);

    /// <summary>Without its unit.</summary>
    public string Bare(double value) =>
        Scale == FanScale.Days ? Quantity.Day(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Quantity.Of(value);

    // The first days of months while there are enough of them, else days.
    private double[] Ticks(out string form)
    {
        var (first, last) = (Quantity.Day(Low), Quantity.Day(High));
        var months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        form =
            months >= 36 ? "%Y"
            : months >= 3 ? "%Y-%m"
            : "%Y-%m-%d";
        if (months < 3)
        {
            var apart = Days.FirstOrDefault(d => (High - Low) / d <= 6, 20);
            return
            [
                .. Enumerable.Range(first.DayNumber + 1, last.DayNumber - first.DayNumber).Where(d => d % apart == 0).Select(d => Place(d)),
            ];
        }

        var step = Months.FirstOrDefault(m => months / m <= 6 && (months < 36 || m >= 12), 1_200);
        return
        [
            .. Enumerable
                .Range((first.Year * 12) + first.Month, months)
                .Where(m => m % step == 0 && m / 12 is >= 1 and <= 9_999)
                .Select(m => Place(new DateOnly(m / 12, (m % 12) + 1, 1).DayNumber)),
        ];
    }
}
