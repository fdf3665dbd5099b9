using System.Security.Cryptography;
using System.Text;

namespace Forecasts.Charts;

/// <summary>
/// A chart as a Vega-Lite specification with its data: what is drawn here, in the browser, and written by the command line.
/// </summary>
/// <param name="Name">Which chart, for messages and file names.</param>
/// <param name="Json">Vega-Lite, UTF-8, Chinese readable.</param>
/// <param name="Description">What it shows, for who cannot see it; in the chart's language.</param>
public sealed record ChartSpec(string Name, string Json, string Description = "")
{
    /// <summary>The version of the drawing: a change that alters pictures without altering specifications counts it up.</summary>
    private const int Drawing = 1;

    /// <summary>SHA-256 of the content, in hex: the address of the picture.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Drawing}\n{Json}")));
}
