using Forecasts.Domain.Predictions;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>Options that come while a claim runs.</summary>
internal static class AddedOptions
{
    /// <param name="at">When it comes; now where it is left out.</param>
    public static async Task AddOption(this Town town, string prediction, int claim, string option, DateTimeOffset? at = null)
    {
        var commands = town.Server.Services.GetRequiredService<Forecasts.Server.Store.Commands>();
        var done = await commands.Prediction(
            prediction,
            "t/2024",
            null,
            Person.Service,
            (unit, known) =>
                PredictionDecider.AddOption(
                    known!,
                    claim,
                    option,
                    "It has come up.",
                    settled: false,
                    unit.Season("t/2024")!,
                    new(new("system"), at ?? town.Server.Clock.GetUtcNow())
                ),
            CancellationToken.None
        );
        done.Rejection.ShouldBeNull();
    }
}
