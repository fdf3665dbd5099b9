using System.CommandLine;
using Forecasts.Domain.Seasons;

namespace Forecasts.Cli;

/// <summary>The argument SEASON of commands about one season.</summary>
public static class SeasonArgument
{
    /// <summary>A new argument that accepts <c>{tournament}/{year}</c> only.</summary>
    public static Argument<SeasonRef> Create() =>
        new("SEASON")
        {
            Description = "Tournament and year, such as energy/2026",
            CustomParser = result =>
            {
                if (SeasonRef.Read(result.Tokens[0].Value) is { } season)
                    return season;
                result.AddError("A season is written as tournament/year, such as energy/2026.");
                return default;
            },
        };
}
