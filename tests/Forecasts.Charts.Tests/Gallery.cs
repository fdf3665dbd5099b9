namespace Forecasts.Charts.Tests;

/// <summary>One example of every chart, with invented data that is the same every time.</summary>
internal static class Gallery
{
    public static readonly IReadOnlyList<Chart> All =
    [
        Reliability, 
    ];

    public static ReliabilityDiagram Reliability
    {
        get
        {
            double[] said = [0.03, 0.08, 0.12, 0.2, 0.25, 0.3, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.8, 0.85, 0.9, 0.95];
            double[] happened = [0.04, 0.09, 0.15, 0.2, 0.27, 0.31, 0.36, 0.41, 0.5, 0.52, 0.55, 0.58, 0.66, 0.72, 0.81, 0.9];
            int[] n = [41, 63, 80, 66, 55, 48, 61, 40, 55, 82, 70, 93, 104, 72, 80, 52];
            return new(
                [.. said.Select((s, i) => new CurvePoint(s, happened[i], Math.Max(0, s - (1.7 * Math.Sqrt(s * (1 - s) / n[i]))), Math.Min(1, s + (1.7 * Math.Sqrt(s * (1 - s) / n[i])))))],
                [.. said.Select((s, i) => new CountBar(Math.Max(0, s - 0.015), s + 0.015, n[i]))], n.Sum(), 97);
        }
    }
}
