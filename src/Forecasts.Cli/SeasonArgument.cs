using System.CommandLine;

namespace Forecasts.Cli;

/// <summary>The argument SEASON of commands about one season.</summary>
public static class SeasonArgument
{
    /// <summary>A new argument that accepts <c>{tournament}/{year}</c> only.</summary>
    public static Argument<SeasonName> Create() =>
        new("SEASON")
        {
            Description = "Tournament and year, such as energy/2026",
            CustomParser = result =>
            {
                if (SeasonName.Read(result.Tokens[0].Value) is { } season)
                    return season;
                result.AddError("A season is written as tournament/year, such as energy/2026.");
                return null;
            },
        };
}
