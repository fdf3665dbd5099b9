using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>Everybody's sums over a season's scores, in the order in which the rows come.</summary>
public sealed class SeasonSums
{
    private readonly Dictionary<string, Sums> rows = new(StringComparer.Ordinal);

    /// <param name="row">A row of <see cref="ResultsQuery"/>.</param>
    public void Add(string forecaster, NpgsqlDataReader row)
    {
        if (!rows.TryGetValue(forecaster, out var sums)) rows[forecaster] = sums = new();
        var weight = row.GetDouble(4);
        sums.Peer += row.GetDouble(7) * weight;
        sums.RelativeBrier += row.GetDouble(8) * weight;
        sums.Baseline += row.GetDouble(9) * weight;
        sums.Coverage += row.GetDouble(10) * weight;
        if (!row.IsDBNull(11)) (sums.Brier, sums.Briers) = (sums.Brier + row.GetDouble(11), sums.Briers + 1);
        if (!row.IsDBNull(12)) (sums.LogScore, sums.LogScores) = (sums.LogScore + row.GetDouble(12), sums.LogScores + 1);
        sums.Withdrawn += row.GetBoolean(13) ? 1 : 0;
        sums.Floored += row.GetBoolean(14) ? 1 : 0;
        sums.Claims++;
    }

    /// <param name="weight">Of all claims that entered, forecast or not.</param>
    /// <param name="late">Who is not ranked.</param>
    public List<Standing> Standings(double weight, HashSet<string> late) =>
        [.. rows.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new Standing(
            r.Key, r.Value.Peer / weight, r.Value.RelativeBrier / weight, r.Value.Baseline / weight, r.Value.Briers == 0 ? null : r.Value.Brier / r.Value.Briers,
            r.Value.LogScores == 0 ? null : r.Value.LogScore / r.Value.LogScores, r.Value.Coverage / weight, r.Value.Claims, r.Value.Withdrawn, r.Value.Floored, !late.Contains(r.Key)))];

    private sealed class Sums
    {
        public double Peer, RelativeBrier, Baseline, Coverage, Brier, LogScore;

        public int Briers, LogScores, Claims, Withdrawn, Floored;
    }
}
