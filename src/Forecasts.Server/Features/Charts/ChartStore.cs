using System.Security.Cryptography;
using System.Text;
using Forecasts.Charts;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Charts;

/// <summary>A chart on a page: the address of its picture in either shade, and what it shows.</summary>
/// <param name="Drawn">True once both pictures are there; until then the page has its table alone.</param>
public sealed record ChartPicture(string Name, string Light, string Dark, bool Drawn, string Description);

/// <summary>
/// Charts by their content. A page that needs one leaves its specification here and goes on; a worker draws it. The address is keyed
/// by a secret of this installation: nobody finds out by trying whether a chart of some content exists.
/// </summary>
public sealed class ChartStore(NpgsqlDataSource database, Clock clock) : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);
    private byte[]? secret;

    /// <summary>Leaves the chart in both shades to be drawn, and says where it will be.</summary>
    public async Task<ChartPicture> Show(Chart chart, string language, CancellationToken cancellation)
    {
        ChartSpec[] specs = [.. Enum.GetValues<Shade>().Select(shade => chart.Specify(new(shade, language, Paper: false)))];
        var key = secret ??= await SecretRows.Of(database, "charts", cancellation);
        string[] addresses = [.. specs.Select(s => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(s.Hash))))];
        var progress = await ChartRows.Leave(
            database,
            chart.Name,
            addresses,
            [.. specs.Select(s => s.Json)],
            clock.GetUtcNow(),
            cancellation
        );
        if (progress.Waiting)
            Ring();
        return new(
            chart.Name,
            addresses[(int)Shade.Light],
            addresses[(int)Shade.Dark],
            progress.Drawn == addresses.Length,
            specs[0].Description
        );
    }

    /// <summary>Null where there is no such chart.</summary>
    public Task<StoredChart?> Read(string address, CancellationToken cancellation) => ChartRows.At(database, address, cancellation);

    /// <summary>Until somebody in this process leaves a chart, or the time is up, for others may have.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken cancellation) => bell.WaitAsync(atMost, cancellation);

    public void Dispose() => bell.Dispose();

    private void Ring()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }
}
