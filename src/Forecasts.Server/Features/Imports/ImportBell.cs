using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Imports;

public static class HowImported
{
    /// <summary>Whoever reads the file, and when, reads the same.</summary>
    public static ReadAs How(this Import import) => new(import.Kind, import.Tournament, import.StartedAt);
}

/// <summary>Tells the worker of this process that there is work; others find it by looking.</summary>
public sealed class ImportBell : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);

    public void Ring()
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

    public Task Wait(TimeSpan atMost, CancellationToken cancellation) => bell.WaitAsync(atMost, cancellation);

    public void Dispose() => bell.Dispose();
}
