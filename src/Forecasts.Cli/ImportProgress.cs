using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>The bar on standard error: bytes sent, then rows that the server has read.</summary>
public sealed class ImportProgress
{
    private readonly ProgressTask? upload;

    private ImportProgress(ProgressTask? upload) => this.upload = upload;

    /// <summary>Runs a piece of work with a bar, or without one when there is no terminal to draw it on.</summary>
    /// <param name="terminal">Where the bar is drawn, or null.</param>
    /// <param name="bytes">The size of the file.</param>
    /// <param name="work">What is done meanwhile.</param>
    public static Task<T> Show<T>(IAnsiConsole? terminal, long bytes, Func<ImportProgress, Task<T>> work) =>
        terminal is null
            ? work(new ImportProgress(null))
            : terminal
                .Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
                .StartAsync(bar =>
                {
                    var upload = bar.AddTask("Sending", maxValue: Math.Max(1, bytes));
                    // Drawn at once, not at the next tick: a small file is gone by then.
                    bar.Refresh();
                    return work(new ImportProgress(upload));
                });

    /// <summary>So many bytes have been sent.</summary>
    public void Sent(long bytes)
    {
        if (upload is null)
            return;
        upload.Value = bytes;
        if (bytes >= upload.MaxValue)
            upload.Description = "Server at work";
    }

    /// <summary>The server is still at work.</summary>
    public void Running(ImportView state)
    {
        if (upload is null)
            return;
        upload.Description = $"Server at row {Cells.Count(state.Rows)}, {Cells.Count(state.Refused)} refused";
        if (state.Bytes > 0)
            upload.Value = upload.MaxValue * state.Read / state.Bytes;
    }
}
