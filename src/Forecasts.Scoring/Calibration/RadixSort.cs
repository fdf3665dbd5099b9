namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Sorts whole numbers digit by digit, 11 bits each: first by the lowest digit and the three highest, which leaves few neighbours out of
/// order for an insertion sort; where it is not few (numbers that agree in their high digits), by all six.
/// </summary>
internal static class RadixSort
{
    private const int Bits = 11,
        Digits = 1 << Bits;

    // Below this many the tables of counts cost more than they save.
    private const int Few = 3_000;

    /// <returns>True where the sorted keys have ended in <paramref name="spare"/>; the other one holds rubbish then.</returns>
    public static bool Sort(Span<ulong> keys, Span<ulong> spare)
    {
        if (keys.Length < Few)
        {
            keys.Sort();
            return false;
        }

        var moved = SortBy([0, 3, 4, 5], keys, spare);
        if (Insert(moved ? spare : keys))
            return moved;
        return moved ^ (moved ? SortBy([0, 1, 2, 3, 4, 5], spare, keys) : SortBy([0, 1, 2, 3, 4, 5], keys, spare));
    }

    private static bool SortBy(ReadOnlySpan<int> digits, Span<ulong> keys, Span<ulong> spare)
    {
        // One reading counts every digit.
        Span<int> counts = new int[digits.Length * Digits];
        foreach (var key in keys)
        {
            for (var d = 0; d < digits.Length; d++)
                counts[(d * Digits) + Digit(key, digits[d])]++;
        }

        var moved = false;
        for (var d = 0; d < digits.Length; d++)
        {
            var digit = digits[d];
            var places = counts.Slice(d * Digits, Digits);
            if (places[Digit(keys[0], digit)] == keys.Length)
                continue;
            var place = 0;
            for (var value = 0; value < Digits; value++)
                (places[value], place) = (place, place + places[value]);
            foreach (var key in keys)
                spare[places[Digit(key, digit)]++] = key;
            var swap = keys;
            keys = spare;
            spare = swap;
            moved = !moved;
        }

        return moved;
    }

    /// <returns>False where it gave up: too much was out of order.</returns>
    private static bool Insert(Span<ulong> keys)
    {
        var effort = 4L * keys.Length;
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            if (keys[i - 1] <= key)
                continue;
            var at = i;
            do keys[at] = keys[at - 1];
            while (--at > 0 && keys[at - 1] > key);
            keys[at] = key;
            effort -= i - at;
            if (effort < 0)
                return false;
        }

        return true;
    }

    private static int Digit(ulong key, int digit) => (int)(key >> (digit * Bits)) & (Digits - 1);
}
