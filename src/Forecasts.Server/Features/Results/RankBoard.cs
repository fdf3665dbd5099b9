using Forecasts.Scoring.Comparison;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Results;

public sealed record Places(Place Peer, Place RelativeBrier, Place Baseline)
{
    public Place By(string by) =>
        by switch
        {
            "relativeBrier" => RelativeBrier,
            "baseline" => Baseline,
            _ => Peer,
        };
}

/// <summary>Everybody's scores claim by claim, for the intervals of the ranks: a bare rank says more than the claims do.</summary>
/// <param name="claims">All that entered, forecast or not.</param>
public sealed class RankBoard(IReadOnlyList<EnteredClaim> claims)
{
    private const double Confidence = 0.9;

    /// <summary>Scores that are drawn in all: large seasons are drawn less often, which their intervals hardly show.</summary>
    private const long MostDrawn = 15_000_000;

    private readonly Dictionary<string, int> numbers = claims.Index().ToDictionary(c => c.Item.Claim, c => c.Index, StringComparer.Ordinal);
    private readonly List<(string Forecaster, int Claim, double Peer, double RelativeBrier, double Baseline)> rows = [];

    public void Add(CurrentScore row) => rows.Add((row.Forecaster, numbers[row.Claim], row.Peer, row.RelativeBrier ?? 0, row.Baseline));

    /// <param name="late">Who is not ranked.</param>
    public Dictionary<string, Places> Places(IReadOnlySet<string> late)
    {
        var ranked = rows.Select(r => r.Forecaster)
            .Where(f => !late.Contains(f))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(f => f.Item, f => f.Index, StringComparer.Ordinal);
        if (ranked.Count == 0)
            return [];
        var clusters = claims
            .Select(c => c.Cluster)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        double[] weights = [.. claims.Select(c => c.Weight)];
        int[] cluster = [.. claims.Select(c => clusters[c.Cluster])];
        var options = new BootstrapOptions(Confidence, (int)Math.Clamp(MostDrawn / ((long)ranked.Count * claims.Count), 100, 2_000));
        var (peer, relative, baseline) = (By(r => r.Peer), By(r => r.RelativeBrier), By(r => r.Baseline));
        return ranked.ToDictionary(
            f => f.Key,
            f => new Places(peer[f.Value], relative[f.Value], baseline[f.Value]),
            StringComparer.Ordinal
        );

        List<Place> By(Func<(string Forecaster, int Claim, double Peer, double RelativeBrier, double Baseline), double> score)
        {
            var scores = new double[ranked.Count * claims.Count];
            foreach (var row in rows)
                if (ranked.TryGetValue(row.Forecaster, out var f))
                    scores[(f * claims.Count) + row.Claim] = score(row);
            return
            [
                .. RankBootstrap
                    .Of(scores, ranked.Count, weights, cluster, options: options)
                    .Select(e => new Place((int?)e.Interval?.Lower, (int?)e.Interval?.Upper, double.IsNaN(e.First) ? null : e.First)),
            ];
        }
    }
}
