using System.Globalization;

namespace Forecasts.Cli;

/// <summary>A season's name as people write it: tournament and year, such as <c>energy/2026</c>.</summary>
public sealed record SeasonName(string Tournament, int Year)
{
    /// <summary>Reads <c>{tournament}/{year}</c>; null when it is not of that form.</summary>
    public static SeasonName? Read(string text) =>
        text.Split('/') is [{ Length: > 0 } tournament, var year]
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(tournament, number)
            : null;

    /// <summary>The address of something that belongs to the season, relative to the API.</summary>
    public string Address(string part) =>
        string.Create(CultureInfo.InvariantCulture, $"seasons/{Uri.EscapeDataString(Tournament)}/{Year}/{part}");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tournament}/{Year}");
}
