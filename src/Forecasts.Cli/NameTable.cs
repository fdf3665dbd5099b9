using System.Text;

namespace Forecasts.Cli;

/// <summary>Names numbered in the order in which they first came, kept once, as UTF-8.</summary>
public sealed class NameTable
{
    private readonly IndexTable index = new();
    private readonly Chunks<int> ends = new();
    private byte[] text = new byte[4096];

    /// <summary>Names so far.</summary>
    public int Count => ends.Count;

    /// <summary>The name of a number.</summary>
    public string this[int number] => Encoding.UTF8.GetString(Bytes(number));

    /// <summary>The number of a name.</summary>
    public int Number(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        var number = index.NumberOf(hash.ToHashCode(), new Match(this, name), out var known);
        if (known)
            return number;
        var from = number == 0 ? 0 : ends[number - 1];
        if (from + name.Length > text.Length)
            Array.Resize(ref text, Math.Max(from + name.Length, (int)Math.Min(Array.MaxLength, text.Length * 3L / 2)));
        name.CopyTo(text.AsSpan(from));
        ends.Add(from + name.Length);
        return number;
    }

    /// <summary>All, in the order of their bytes (that of Unicode).</summary>
    public IEnumerable<(string Name, int Number)> InOrder() => Ordered().Select(number => (Encoding.UTF8.GetString(Bytes(number)), number));

    /// <summary>Each one's place in that order.</summary>
    public int[] Ranks()
    {
        var ranks = new int[Count];
        foreach (var (rank, number) in Ordered().Index())
            ranks[number] = rank;
        return ranks;
    }

    private int[] Ordered()
    {
        int[] numbers = [.. Enumerable.Range(0, Count)];
        Array.Sort(numbers, (a, b) => Bytes(a).SequenceCompareTo(Bytes(b)));
        return numbers;
    }

    private ReadOnlySpan<byte> Bytes(int number) => text.AsSpan((number == 0 ? 0 : ends[number - 1])..ends[number]);

    private readonly ref struct Match(NameTable names, ReadOnlySpan<byte> name) : IMatch
    {
        private readonly ReadOnlySpan<byte> name = name;

        public bool Is(int number) => names.Bytes(number).SequenceEqual(name);
    }
}
