using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Results;

/// <summary>The weights of all claims that entered, forecast or not.</summary>
/// <param name="Brier">Of those that have a Brier score: numbers and dates have none.</param>
public readonly record struct SeasonWeights(double All, double Brier);

/// <summary>Everybody's sums over a season's scores, in the order in which the rows come.</summary>
public sealed class SeasonSums
{
    private readonly Dictionary<string, Sums> rows = new(StringComparer.Ordinal);

    public void Add(CurrentScore row)
    {
        if (!rows.TryGetValue(row.Forecaster, out var sums))
            rows[row.Forecaster] = sums = new();
        sums.Peer += row.Peer * row.Weight;
        sums.RelativeBrier += (row.RelativeBrier ?? 0) * row.Weight;
        sums.Baseline += row.Baseline * row.Weight;
        sums.Coverage += row.Coverage * row.Weight;
        if (row.Brier is { } brier)
            (sums.Brier, sums.Briers) = (sums.Brier + brier, sums.Briers + 1);
        if (row.LogScore is { } log)
            (sums.LogScore, sums.LogScores) = (sums.LogScore + log, sums.LogScores + 1);
        sums.Withdrawn += row.Withdrawn ? 1 : 0;
        sums.Floored += row.Floored ? 1 : 0;
        sums.Claims++;
    }

    /// <param name="late">Who is not ranked.</param>
    public List<Standing> Standings(SeasonWeights weights, IReadOnlySet<string> late) =>
        [
            .. rows.OrderBy(r => r.Key, StringComparer.Ordinal)
                .Select(r => new Standing(
                    r.Key,
                    r.Value.Peer / weights.All,
                    weights.Brier > 0 ? r.Value.RelativeBrier / weights.Brier : 0,
                    r.Value.Baseline / weights.All,
                    r.Value.Briers == 0 ? null : r.Value.Brier / r.Value.Briers,
                    r.Value.LogScores == 0 ? null : r.Value.LogScore / r.Value.LogScores,
                    r.Value.Coverage / weights.All,
                    r.Value.Claims,
                    r.Value.Withdrawn,
                    r.Value.Floored,
                    !late.Contains(r.Key)
                )),
        ];

    private sealed class Sums
    {
        public double Peer,
            RelativeBrier,
            Baseline,
            Coverage,
            Brier,
            LogScore;

        public int Briers,
            LogScores,
            Claims,
            Withdrawn,
            Floored;
    }
}
