namespace Forecasts.Scoring.Words;

/// <summary>
/// What a text says about a moment: RFC 3339, or ISO 8601 with its date in full. A blank may stand for the T, a fraction has any number of
/// digits (what is finer than a microsecond is cut), an offset is Z, +01:00, +0100, +01 or UTC. No culture, and nothing relative to today.
/// </summary>
/// <param name="Local">As it is written.</param>
/// <param name="Offset">Null where the text names none; what that means is for the place that reads it to say.</param>
/// <param name="IsDay">It has no time of day.</param>
public readonly record struct Moment(DateTime Local, TimeSpan? Offset, bool IsDay)
{
    private const int DayLength = 10;
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(14);

    /// <summary>The instant, null where the text names no offset.</summary>
    public DateTimeOffset? Instant => Offset is null ? null : Utc;

    /// <summary>The instant, in UTC where the text names no offset.</summary>
    public DateTimeOffset Utc => new(Local.Ticks - (Offset ?? TimeSpan.Zero).Ticks, TimeSpan.Zero);

    /// <summary>Null where the text is no such moment.</summary>
    public static Moment? Read(ReadOnlySpan<char> text)
    {
        if (Day(text) is not { } day)
            return null;
        if (text.Length == DayLength)
            return new(day, null, true);
        if (text[DayLength] is not ('T' or 't' or ' '))
            return null;
        var rest = text[(DayLength + 1)..].TrimStart();
        if (Clock(ref rest) is not { } clock || Zone(rest.TrimStart()) is not { } zone)
            return null;
        var (ticks, offset) = (day.Ticks + clock, zone.Offset ?? TimeSpan.Zero);
        if (ticks - offset.Ticks < 0 || ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return null;
        return new(new(ticks, DateTimeKind.Unspecified), zone.Offset, false);
    }

    private static DateTime? Day(ReadOnlySpan<char> text)
    {
        if (text.Length < DayLength || text[4] != '-' || text[7] != '-')
            return null;
        var (year, month, day) = ((100 * Two(text, 0)) + Two(text, 2), Two(text, 5), Two(text, 8));
        if (Two(text, 0) < 0 || Two(text, 2) < 0 || year < 1 || month is < 1 or > 12)
            return null;
        if (day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        return new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
    }

    private static long? Clock(ref ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[2] != ':')
            return null;
        var (hour, minute, second) = (Two(text, 0), Two(text, 3), 0);
        text = text[5..];
        if (text is [':', ..])
        {
            second = Two(text, 1);
            if (second < 0)
                return null;
            text = text[3..];
        }

        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second > 59)
            return null;
        var ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        if (text is not ['.' or ',', ..])
            return ticks;
        text = text[1..];
        var digits = text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
        if (digits == 0)
            return null;
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in text[..Math.Min(digits, 6)])
            ticks += (digit - '0') * (unit /= 10);
        text = text[digits..];
        return ticks;
    }

    private static (bool Known, TimeSpan? Offset)? Zone(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return (true, null);
        if (text is "Z" or "z" or "UTC" or "GMT")
            return (true, TimeSpan.Zero);
        if (text is not ['+' or '-', ..] || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':'))
            return null;
        var (hours, minutes) = (Two(text, 1), text.Length == 3 ? 0 : Two(text, text.Length - 2));
        var offset = new TimeSpan(hours, minutes, 0);
        if (hours < 0 || minutes is < 0 or > 59 || offset > Furthest)
            return null;
        return (true, text[0] == '-' ? -offset : offset);
    }

    // -1 where there are no two digits.
    private static int Two(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1])
            ? ((text[at] - '0') * 10) + text[at + 1] - '0'
            : -1;
}
