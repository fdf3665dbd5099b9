using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Errors of a fitted line that hold where several rows share one outcome: H^-1 (sum over claims of S S') H^-1 x G/(G-1), S a claim's score
/// and H the information (Liang and Zeger 1986, Biometrika 73). All NaN with fewer than three claims.
/// </summary>
/// <param name="Wald">Of (a, b) against (0, 1), chi-squared with two degrees of freedom.</param>
internal readonly record struct RobustErrors(double ErrorA, double ErrorB, double ErrorOfAlone, double Wald)
{
    private static readonly RobustErrors None = new(double.NaN, double.NaN, double.NaN, double.NaN);

    public static RobustErrors Of(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> claims,
        double a,
        double b
    )
    {
        var claim = ClusterSums.Numbered(claims, x.Length, out var count);
        if (count < 3)
            return None;
        var (scoresA, scoresB) = (new double[count], new double[count]);
        double haa = 0,
            hab = 0,
            hbb = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (w, mu) = (weights.IsEmpty ? 1 : weights[i], 1 / (1 + Math.Exp(-(a + (b * x[i])))));
            var (miss, spread) = (w * (y[i] - mu), w * mu * (1 - mu));
            scoresA[claim[i]] += miss;
            scoresB[claim[i]] += miss * x[i];
            (haa, hab, hbb) = (haa + spread, hab + (spread * x[i]), hbb + (spread * x[i] * x[i]));
        }

        double maa = 0,
            mab = 0,
            mbb = 0;
        for (var g = 0; g < count; g++)
            (maa, mab, mbb) = (maa + (scoresA[g] * scoresA[g]), mab + (scoresA[g] * scoresB[g]), mbb + (scoresB[g] * scoresB[g]));
        var few = count / (count - 1.0);
        var determinant = (haa * hbb) - (hab * hab);
        var (iaa, iab, ibb) = (hbb / determinant, -hab / determinant, haa / determinant);
        // V = I M I, written out.
        var (qaa, qab, qba, qbb) = (
            (iaa * maa) + (iab * mab),
            (iaa * mab) + (iab * mbb),
            (iab * maa) + (ibb * mab),
            (iab * mab) + (ibb * mbb)
        );
        var (vaa, vab, vbb) = (few * ((qaa * iaa) + (qab * iab)), few * ((qaa * iab) + (qab * ibb)), few * ((qba * iab) + (qbb * ibb)));
        var off = b - 1;
        var wald = ((vbb * a * a) - (2 * vab * a * off) + (vaa * off * off)) / ((vaa * vbb) - (vab * vab));
        return new(Math.Sqrt(vaa), Math.Sqrt(vbb), Math.Sqrt(few * maa) / haa, Math.Max(0, wald));
    }
}
