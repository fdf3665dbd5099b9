using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring;

/// <remarks>Beliefs in claims, their outcomes, and members of crowds.</remarks>
internal static partial class Guard
{
    public static void Forecasts(ClaimShape kind, IReadOnlyList<TimedForecast> forecasts)
    {
        for (var i = 0; i < forecasts.Count; i++)
        {
            var forecast = forecasts[i];
            if (forecast.End < forecast.Start)
                throw new ArgumentException(
                    $"forecasts[{i}].End is {forecast.End:O}, before its start {forecast.Start:O}.",
                    $"forecasts[{i}].End"
                );
            Belief(kind, forecast.Values, kind.Categories() ?? forecasts[0].Values.Count, i);
        }
    }

    private static void Belief(ClaimShape kind, IReadOnlyList<double> values, int form, int i)
    {
        var single = kind.Categories() == 1;
        if (single && values.Count == 1 && values[0] >= 0 && values[0] <= 1)
            return;
        var name = $"forecasts[{i}].Values";
        if (values.Count != form)
            throw new ArgumentException($"{name} has {values.Count} entries, not {form}.", name);
        if (single)
            Probability(values[0], $"{name}[0]");
        else if (kind.HasOptions())
            Options(values, name);
        else
            Pmf([.. values], name);
        if (kind.IsContinuous() && form < 3)
            throw new ArgumentException($"{name} has {form} entries; it needs one below the range, one above it and one within.", name);
    }

    /// <summary>NaN is an option that was not open; the last one, "other", always is, and one more.</summary>
    private static void Options(IReadOnlyList<double> values, string name)
    {
        if (values.Count > 0 && double.IsNaN(values[^1]))
            throw new ArgumentException(
                $"{name}[{values.Count - 1}] is not open; the last option always is.",
                $"{name}[{values.Count - 1}]"
            );
        if (!values.Any(double.IsNaN))
            Pmf([.. values], name);
        else
            Pmf([.. values.Select(v => double.IsNaN(v) ? 0 : v)], name);
        if (values.Count(v => !double.IsNaN(v)) < 2)
            throw new ArgumentException($"{name} has fewer than two options that are open.", name);
    }

    /// <summary>Members of a crowd: at least one, all with the same number of probabilities; NaN for what is not open.</summary>
    public static void Members(IReadOnlyList<IReadOnlyList<double>> members, string name)
    {
        NotEmpty(members.Count, name);
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Count != members[0].Count)
                throw new ArgumentException(
                    $"{name}[{i}] has {members[i].Count} entries and {name}[0] has {members[0].Count}; they must have the same length.",
                    name
                );
            for (var k = 0; k < members[i].Count; k++)
            {
                if (members[i][k] is < 0 or > 1)
                    throw new ArgumentException(
                        $"{name}[{i}][{k}] is {members[i][k]:R}; it must lie within 0 and 1, or be NaN for an option that is not open.",
                        name
                    );
            }
        }
    }

    public static void OpenBounds(int openBounds)
    {
        if (openBounds is < 0 or > 2)
            throw new ArgumentException($"openBounds is {openBounds}; it must lie within 0 and 2.", nameof(openBounds));
    }

    public static void Outcome(ClaimShape kind, double outcome, IReadOnlyList<TimedForecast> forecasts)
    {
        if (kind.Categories() is not null)
        {
            if (outcome is not (0 or 0.5 or 1) || (kind == ClaimShape.Binary && outcome == 0.5))
                throw new ArgumentException($"outcome is {outcome:R}; it must be 0 or 1, for graded claims also 0.5.", nameof(outcome));
            return;
        }

        var last = forecasts.Count == 0 ? int.MaxValue : forecasts[0].Values.Count - 1;
        if (!(outcome >= 0 && outcome <= last && outcome == Math.Floor(outcome)))
            throw new ArgumentException($"outcome is {outcome:R}; it must be an index into the values, 0 to {last}.", nameof(outcome));
    }
}
