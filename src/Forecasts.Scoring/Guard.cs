using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring;

/// <summary>Arguments are checked where they enter; the message names the entry that is wrong.</summary>
internal static class Guard
{
    // What is filed sums to 1 within 1e-6; the mean of such may miss that by one more rounding.
    private const double Tolerance = 1e-6 + 1e-12;

    public static void Probability(double p, string name)
    {
        if (!(p >= 0 && p <= 1)) throw new ArgumentException($"{name} must lie within 0 and 1.", name);
    }

    public static void Pmf(ReadOnlySpan<double> p, string name)
    {
        if (p.Length < 2) throw new ArgumentException($"{name} needs at least two categories.", name);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1)) throw new ArgumentException($"{name}[{i}] must lie within 0 and 1.", $"{name}[{i}]");
            sum += p[i];
        }

        if (Math.Abs(sum - 1) > Tolerance) throw new ArgumentException($"{name} must sum to 1.", name);
    }

    public static void Category(int outcome, int categories)
    {
        if (outcome < 0 || outcome >= categories) throw new ArgumentException($"The outcome {outcome} is none of the {categories} categories.", nameof(outcome));
    }

    public static void Forecasts(ClaimKind kind, IReadOnlyList<TimedForecast> forecasts)
    {
        var form = kind == ClaimKind.Three ? 3 : 1;
        for (var i = 0; i < forecasts.Count; i++)
        {
            var name = $"forecasts[{i}].Values";
            var values = forecasts[i].Values;
            if (values.Count != form) throw new ArgumentException($"{name} has {values.Count} entries, not {form}.", name);
            if (form == 1) Probability(values[0], $"{name}[0]");
            else Pmf([.. values], name);
        }
    }
}
