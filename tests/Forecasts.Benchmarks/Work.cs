using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Rules;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Benchmarks;

/// <param name="Run">Does the work and returns one number of it, to be compared with the other side's.</param>
/// <param name="Bar">The other side's time over ours must reach it; null: for information.</param>
/// <param name="Same">How near the two numbers must be; null where chance has a part in them.</param>
internal sealed record Row(string Name, string Against, Func<double> Run, double? Bar, double? Same = 1e-9);

/// <summary>What is measured: one row per line of the table of bars.</summary>
internal static class Work
{
    public static IReadOnlyList<Row> Rows(Sample sample)
    {
        double[] p = sample.P,
            y = sample.Y,
            fewP = sample.FewP,
            fewY = sample.FewY;
        var thousand = sample.Question(1000);
        return
        [
            new("brier", "numpy", () => BrierScore.Mean(p, y), 2),
            new("log", "numpy", () => LogScore.Mean(p, y), 1 / 1.1),
            new("corp", "scikit-learn", () => Corp.Brier(p, y).Miscalibration, 6),
            new("smooth-ece", "plain numpy", () => SmoothCalibrationError.Of(p, y).Value, null, 1e-3),
            new("cox", "statsmodels", () => CoxRecalibration.Of(p, y).Slope, 4, 1e-6),
            new("mcb-null", "scikit-learn", () => PerfectCalibration.Of(fewP, fewY).Miscalibration.Mean, 8, null),
            Peer(sample, 100, null),
            Peer(sample, 1000, 20),
            new(
                "claim-1000",
                "plain Python, baseline and peer alone",
                () => ClaimScores.Score(ClaimShape.Binary, 1, Sample.Window, thousand, new()).Forecasters.Max(f => f.Peer),
                null
            ),
        ];
    }

    private static Row Peer(Sample sample, int forecasts, double? bar)
    {
        var (forecasters, starts, ends, p, length) = sample.Intervals(forecasts);
        return new($"peer-{forecasts}", "plain Python, O(F log F)", Best, bar);

        double Best()
        {
            var scores = PeerTimeline.Score(starts, ends, p, length);
            var (baselines, peers) = (new double[forecasts], new double[forecasts]);
            for (var i = 0; i < forecasters.Length; i++)
            {
                baselines[forecasters[i]] += scores.Baseline[i];
                peers[forecasters[i]] += scores.Peer[i];
            }

            return peers.Max();
        }
    }
}
