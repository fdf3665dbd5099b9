namespace Forecasts.Scoring;

/// <summary>Arguments are checked where they enter; the message names the entry that is wrong.</summary>
internal static class Guard
{
    public static void Probability(double p, string name)
    {
        if (!(p >= 0 && p <= 1)) throw new ArgumentException($"{name} must lie within 0 and 1.", name);
    }

    public static void Pmf(ReadOnlySpan<double> p, int outcome, string name)
    {
        if (p.Length < 2) throw new ArgumentException($"{name} needs at least two categories.", name);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1)) throw new ArgumentException($"{name}[{i}] must lie within 0 and 1.", $"{name}[{i}]");
            sum += p[i];
        }

        if (Math.Abs(sum - 1) > 1e-6) throw new ArgumentException($"{name} must sum to 1.", name);
        if (outcome < 0 || outcome >= p.Length) throw new ArgumentException($"The outcome {outcome} is no category of {name}.", nameof(outcome));
    }
}
