namespace Forecasts.Cli;

/// <summary>Whether what is looked for is the entry of that number.</summary>
public interface IMatch
{
    /// <summary>Compares.</summary>
    bool Is(int number);
}

/// <summary>
/// Finds entries, numbered from 0 on and kept elsewhere, by their hash: some fourteen bytes an entry, where a dictionary takes three times
/// as much and the key.
/// </summary>
public sealed class IndexTable
{
    private readonly Chunks<int> hashes = new();
    private int[] slots = new int[1024];

    /// <summary>Entries so far.</summary>
    public int Count => hashes.Count;

    /// <summary>The number of the entry that matches; a new one where none does.</summary>
    public int NumberOf<TMatch>(int hash, TMatch match, out bool known)
        where TMatch : struct, IMatch, allows ref struct
    {
        var slot = hash & (slots.Length - 1);
        for (; slots[slot] > 0; slot = (slot + 1) & (slots.Length - 1))
        {
            var number = slots[slot] - 1;
            if (hashes[number] != hash || !match.Is(number))
                continue;
            known = true;
            return number;
        }

        known = false;
        hashes.Add(hash);
        slots[slot] = hashes.Count;
        if (2 * hashes.Count > slots.Length)
            Grow();
        return hashes.Count - 1;
    }

    private void Grow()
    {
        slots = new int[2 * slots.Length];
        for (var number = 0; number < hashes.Count; number++)
        {
            var slot = hashes[number] & (slots.Length - 1);
            while (slots[slot] > 0)
                slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = number + 1;
        }
    }
}
