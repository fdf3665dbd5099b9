using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>The bar on standard error while a long file is worked through.</summary>
public static class FileProgress
{
    /// <summary>Runs a piece of work with a bar, or without one when there is no terminal to draw it on.</summary>
    /// <param name="terminal">Where the bar is drawn, or null.</param>
    /// <param name="doing">What is being done.</param>
    /// <param name="bytes">The size of the file.</param>
    /// <param name="work">What is done meanwhile; it tells how many bytes are behind it.</param>
    public static void Show(IAnsiConsole? terminal, string doing, long bytes, Action<Action<long>> work)
    {
        if (terminal is null)
        {
            work(_ => { });
            return;
        }

        terminal.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn()).Start(bar =>
        {
            var task = bar.AddTask(doing, maxValue: Math.Max(1, bytes));
            work(done => task.Value = done);
        });
    }
}
