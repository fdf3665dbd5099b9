namespace Forecasts.Cli;

/// <summary>A list that grows piece by piece, so that a long one is never copied.</summary>
public sealed class Chunks<T>
{
    private const int Bits = 15,
        Size = 1 << Bits;
    private readonly List<T[]> pieces = [];

    /// <summary>Entries so far.</summary>
    public int Count { get; private set; }

    /// <summary>An entry.</summary>
    public ref T this[int index] => ref pieces[index >> Bits][index & (Size - 1)];

    /// <summary>Adds an entry.</summary>
    public void Add(T value)
    {
        if (Count == pieces.Count << Bits)
            pieces.Add(new T[Size]);
        Count++;
        this[Count - 1] = value;
    }
}
