namespace Forecasts.Server.Tests.Imports.Formats;

/// <summary>The usual yearly table: below one half a forecast counts for the opposite, and each for the nearest level.</summary>
internal static class Folded
{
    public static (int Right, int Wrong)[] PerLevel(IEnumerable<(double P, double Y)> forecasts, double[] levels)
    {
        var hits = new (int Right, int Wrong)[levels.Length];
        foreach (var (p, y) in forecasts)
        {
            var (confidence, right) = p < 0.5 ? (1 - p, y == 0) : (p, y == 1);
            var level = Array.IndexOf(levels, levels.MinBy(l => Math.Round(Math.Abs(l - confidence), 10)));
            if (right)
                hits[level].Right++;
            else
                hits[level].Wrong++;
        }

        return hits;
    }
}
