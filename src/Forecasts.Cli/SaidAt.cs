namespace Forecasts.Cli;

/// <summary>What every forecaster said of every question at every instant: two values at one contradict, whichever counts.</summary>
internal sealed class SaidAt
{
    private readonly IndexTable index = new();
    private readonly Chunks<Entry> entries = new();

    /// <summary>Takes a value; where another one was said at the same instant, what was said and in which line.</summary>
    public (double Value, int Line)? Other(int forecaster, int question, long time, double value, int line)
    {
        var entry = new Entry(forecaster, question, time, value, line);
        var first = index.NumberOf(HashCode.Combine(forecaster, question, time), new Match(entries, entry), out var known);
        if (!known)
            entries.Add(entry);
        return entries[first].Value == value ? null : (entries[first].Value, entries[first].Line);
    }

    private readonly record struct Entry(int Forecaster, int Question, long Time, double Value, int Line);

    private readonly struct Match(Chunks<Entry> entries, Entry entry) : IMatch
    {
        public bool Is(int number) =>
            (entries[number].Forecaster, entries[number].Question, entries[number].Time) == (entry.Forecaster, entry.Question, entry.Time);
    }
}
