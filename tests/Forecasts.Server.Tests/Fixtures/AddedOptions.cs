using Forecasts.Domain.Predictions;
using Forecasts.Server.Store;
using Marten;
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
        await using var session = town.Server.Store.QuerySession();
        var season = (await session.LoadAsync<SeasonRecord>(Streams.Season("t/2024")))!.State;
        var done = await commands.Prediction(
            prediction, Person.Service,
            (_, known) => Task.FromResult(PredictionDecider.AddOption(
                known!, claim, option, "It has come up.", settled: false, season, new("system", at ?? town.Server.Clock.GetUtcNow()))),
            null, CancellationToken.None);
        done.Rejection.ShouldBeNull();
    }
}
