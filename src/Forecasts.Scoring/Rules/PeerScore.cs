namespace Forecasts.Scoring.Rules;

/// <summary>
/// Logarithmic rule against the others. Higher is better; proper given what the others say, and the members' scores sum to 0.
/// </summary>
public static class PeerScore
{
    /// <summary>
    /// 100 n/(n-1) ln(p/GM) for each member, GM the geometric mean of all n, own included; half of it for number and date claims; alone 0.
    /// </summary>
    /// <param name="p">What each member gave to what came; above 0, for one zero would pay everybody else infinitely.</param>
    public static double[] Members(ReadOnlySpan<double> p, bool continuous = false)
    {
        var (n, sum) = (p.Length, Sum(p));
        var scores = new double[n];
        for (var i = 0; i < n; i++)
            scores[i] = Member(Math.Log(p[i]), sum, n, Scale(continuous));
        return scores;
    }

    /// <summary>
    /// 100 ln(p/GM of the members) for the crowd or anybody else who is not among them; half of it for number and date claims.
    /// </summary>
    public static double Outsider(double p, ReadOnlySpan<double> members, bool continuous = false)
    {
        Guard.Probability(p, nameof(p));
        Guard.NotEmpty(members.Length, nameof(members));
        return Outsider(Math.Log(p), Sum(members), members.Length, Scale(continuous));
    }

    internal static double Scale(bool continuous) => continuous ? 50 : 100;

    internal static double Member(double gain, double sum, int n, double scale) => n == 1 ? 0 : scale * (gain - (sum / n)) * n / (n - 1);

    internal static double Outsider(double gain, double sum, int n, double scale) => scale * (gain - (sum / n));

    private static double Sum(ReadOnlySpan<double> p)
    {
        Guard.Probabilities(p, nameof(p));
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            if (p[i] == 0)
                throw new ArgumentException($"p[{i}] is 0; it must be above 0.", nameof(p));
            sum += Math.Log(p[i]);
        }

        return sum;
    }
}
