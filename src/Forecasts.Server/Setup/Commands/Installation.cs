using System.Runtime.InteropServices;
using Forecasts.Server.Store;

namespace Forecasts.Server.Setup.Commands;

/// <summary>What a command works on: the settings, connected to a database that runs as long as the command does.</summary>
public sealed class Installation : IAsyncDisposable
{
    private Installation(Settings settings, EmbeddedPostgres? embedded) => (Settings, Embedded) = (settings, embedded);

    public Settings Settings { get; }

    /// <summary>Null where the database is somebody else's.</summary>
    public EmbeddedPostgres? Embedded { get; }

    /// <summary>The embedded database runs for this command: no server is there.</summary>
    public bool Alone => Embedded is { Attached: false };

    /// <param name="attach">Works also beside a server on the embedded database.</param>
    /// <param name="apply">Brings an embedded database that it starts to this version.</param>
    public static async Task<Installation> Open(Settings settings, bool attach = true, bool apply = true)
    {
        if (settings.Embedded && OperatingSystem.IsWindows())
            throw new StartRefused("The embedded database runs on Linux and macOS: set ConnectionStrings:Forecasts.");
        var embedded = settings.Embedded
            ? await Interruptible(ending => EmbeddedPostgres.Start(settings.DataDirectory, attach, ending))
            : null;
        try
        {
            var opened = new Installation(settings.Connected(embedded?.ConnectionString ?? settings.ConnectionString), embedded);
            if (opened.Alone && apply)
                await Schema.Apply(opened.Settings);
            return opened;
        }
        catch
        {
            if (embedded is not null)
                await embedded.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Asked to end meanwhile, it ends in order: what it has begun is taken back.</summary>
    private static async Task<T> Interruptible<T>(Func<CancellationToken, Task<T>> work)
    {
        using var ending = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            return await work(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            throw new StartRefused("Asked to end before it had started.");
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ending.Cancel();
        }
    }
}
