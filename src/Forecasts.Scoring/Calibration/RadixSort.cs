namespace Forecasts.Scoring.Calibration;

/// <summary>Sorts whole numbers digit by digit from the lowest: six passes of 11 bits, whatever the values.</summary>
internal static class RadixSort
{
    private const int Bits = 11, Digits = 1 << Bits, Passes = 6;

    // Below this many the six tables of counts cost more than they save.
    private const int Few = 3_000;

    /// <returns>True where the sorted keys have ended in <paramref name="spare"/>; the other one holds rubbish then.</returns>
    public static bool Sort(Span<ulong> keys, Span<ulong> spare)
    {
        if (keys.Length < Few)
        {
            keys.Sort();
            return false;
        }

        var moved = false;

        var counts = new int[Passes * Digits];
        foreach (var key in keys)
        {
            for (var pass = 0; pass < Passes; pass++) counts[(pass * Digits) + Digit(key, pass)]++;
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var places = counts.AsSpan(pass * Digits, Digits);
            if (places[Digit(keys[0], pass)] == keys.Length) continue;
            var place = 0;
            for (var digit = 0; digit < Digits; digit++) (places[digit], place) = (place, place + places[digit]);
            foreach (var key in keys) spare[places[Digit(key, pass)]++] = key;
            var swap = keys;
            keys = spare;
            spare = swap;
            moved = !moved;
        }

        return moved;
    }

    private static int Digit(ulong key, int pass) => (int)(key >> (pass * Bits)) & (Digits - 1);
}
