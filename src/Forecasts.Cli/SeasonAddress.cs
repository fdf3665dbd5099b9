using System.Globalization;
using Forecasts.Domain.Seasons;

namespace Forecasts.Cli;

/// <summary>Where the API has what belongs to a season.</summary>
public static class SeasonAddress
{
    /// <summary>The address of a part of it, relative to the API.</summary>
    public static string Address(this SeasonRef season, string part) =>
        string.Create(CultureInfo.InvariantCulture, $"seasons/{Uri.EscapeDataString(season.Tournament)}/{season.Year}/{part}");
}
