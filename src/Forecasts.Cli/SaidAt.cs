namespace Forecasts.Cli;

/// <summary>What every forecaster said of every question at every instant: two values at one are a contradiction, whichever counts in the end.</summary>
internal sealed class SaidAt
{
    private readonly IndexTable index = new();
    private readonly Chunks<Entry> entries = new();

    /// <summary>Takes a value; where another one was said at the same instant, both with their lines.</summary>
    public (string First, string Second)? Differ(int forecaster, int question, long time, double value, int line)
    {
        var entry = new Entry(forecaster, question, time, value, line);
        var first = index.NumberOf(HashCode.Combine(forecaster, question, time), new Match(entries, entry), out var known);
        if (!known) entries.Add(entry);
        return entries[first].Value == value ? null : ($"{Cells.Full(entries[first].Value)}", $"in line {Cells.Whole(entries[first].Line)} and {Cells.Full(value)} in line {Cells.Whole(line)}");
    }

    private readonly record struct Entry(int Forecaster, int Question, long Time, double Value, int Line);

    private readonly struct Match(Chunks<Entry> entries, Entry entry) : IMatch
    {
        public bool Is(int number) =>
            (entries[number].Forecaster, entries[number].Question, entries[number].Time) == (entry.Forecaster, entry.Question, entry.Time);
    }
}
