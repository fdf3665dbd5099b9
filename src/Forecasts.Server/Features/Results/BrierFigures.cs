using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;
using Forecasts.Scoring.Rules;

namespace Forecasts.Server.Features.Results;

/// <summary>Mean Brier scores at close with their references, each on the rows that have it.</summary>
public static class BrierFigures
{
    /// <param name="crowd">By claim; null for the crowd itself.</param>
    /// <param name="perClaim">Claims weigh alike; else forecasts do.</param>
    public static BrierFigure Of(IReadOnlyList<StandingForecast> rows, Dictionary<string, StandingForecast>? crowd, bool perClaim)
    {
        // Always 50 %, and the base rate, are nothing that could be said of options.
        List<StandingForecast> ones = [.. rows.Where(r => r.IsOne)];
        var numbers = ones.Count == 0 ? null : Compared(ones, perClaim);
        // A forecast that was withdrawn may be left without a crowd: that comparison is of those that have one.
        List<StandingForecast> both = crowd is null ? [] : [.. rows.Where(r => crowd.ContainsKey(r.Claim))];
        return new(
            ones.Count == rows.Count ? MakeFigures.Of(numbers!.Brier) : Scores.Of(rows, perClaim).Interval(),
            numbers is null ? null : Reference(numbers.References.AlwaysHalf, numbers.AlwaysHalf, ones, rows, () => numbers.Brier.Value),
            numbers?.BaseRateOfOthers is { } others
                ? Reference(numbers.References.BaseRateOfOthers, others, ones, rows, () => numbers.Brier.Value)
                : null,
            both.Count == 0 ? null : Against(both, crowd!, rows, perClaim)
        );
    }

    /// <summary>Mean over the forecasts of one claim, or of one analyst.</summary>
    public static double Mean(IEnumerable<StandingForecast> rows)
    {
        List<StandingForecast> all = [.. rows];
        return all.TrueForAll(r => r.IsOne)
            ? BrierScore.Mean([.. all.Select(r => r.Grade)], [.. all.Select(r => r.Outcome)])
            : all.Average(r => r.Brier);
    }

    private static ReferenceFigure Against(
        List<StandingForecast> both,
        Dictionary<string, StandingForecast> crowd,
        IReadOnlyList<StandingForecast> all,
        bool perClaim
    )
    {
        var own = Scores.Of(both, perClaim);
        double[] theirs = [.. both.Select(r => crowd[r.Claim].Brier)];
        return Reference(
            ClusteredMean.Of(theirs, own.Weight).Value,
            ScoreInterval.Skill(own.Own, theirs, own.Weight, own.Clusters),
            both,
            all,
            own.Mean
        );
    }

    private static ReferenceFigure Reference(
        double brier,
        BootstrapEstimate skill,
        List<StandingForecast> on,
        IReadOnlyList<StandingForecast> all,
        Func<double> own
    ) =>
        on.Count == all.Count
            ? new(brier, MakeFigures.Of(skill))
            : new(brier, MakeFigures.Of(skill), own(), on.Select(r => r.Claim).Distinct(StringComparer.Ordinal).Count());

    private static SkillComparison Compared(List<StandingForecast> rows, bool perClaim)
    {
        var of = ForecastColumns.Of(rows);
        return SkillComparison.Of(of.P, of.Y, weights: Scores.Weights(rows, perClaim), clusters: of.Clusters, claims: of.Claims);
    }

    /// <summary>Each forecast's score with its weight.</summary>
    private sealed record Scores(double[] Own, double[] Weight, int[] Clusters)
    {
        public static Scores Of(IReadOnlyList<StandingForecast> rows, bool perClaim)
        {
            var clusters = rows.Select(r => r.Cluster)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Index()
                .ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
            return new([.. rows.Select(r => r.Brier)], Weights(rows, perClaim), [.. rows.Select(r => clusters[r.Cluster])]);
        }

        /// <summary>None where all weigh alike.</summary>
        public static double[] Weights(IReadOnlyList<StandingForecast> rows, bool perClaim)
        {
            var forecasts = rows.CountBy(r => r.Claim, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return perClaim && forecasts.Count < rows.Count ? [.. rows.Select(r => 1.0 / forecasts[r.Claim])] : [];
        }

        public Estimate Interval() => MakeFigures.Of(ScoreInterval.Mean(Own, Weight, Clusters));

        public double Mean() => ClusteredMean.Of(Own, Weight, Clusters).Value;
    }
}
