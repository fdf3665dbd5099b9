using System.Globalization;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// How often a test repeats itself: a few times in the daily run, as often as the variable says in <c>deploy/bench soak</c>.
/// </summary>
internal static class Soak
{
    public static int Times(string variable, int daily) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } count ? int.Parse(count, CultureInfo.InvariantCulture) : daily;
}
