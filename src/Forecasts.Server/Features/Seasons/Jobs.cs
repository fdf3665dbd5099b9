using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Seasons;

/// <summary>The only place that acts by the calendar: asks every season what is due, and records it.</summary>
public sealed class Jobs(IDocumentStore store, Commands commands, Clock clock, ClockCheck clocks)
{
    /// <returns>How many transitions were recorded.</returns>
    public async Task<int> Window(CancellationToken cancellation)
    {
        if (clock.StandsAt is null && !await clocks.AgreedJustNow(cancellation))
            return 0;
        await using var session = store.QuerySession();
        var recorded = 0;
        foreach (
            var season in (await session.Query<SeasonRecord>().ToListAsync(cancellation))
                .Select(s => s.State)
                .Where(s => s.Phase < s.Calendar.PhaseAt(clock.GetUtcNow()))
        )
        {
            var stamp = new Stamp(Stamp.System, clock.GetUtcNow());
            var answer = await commands.Season(
                season.Id,
                Person.Service,
                known => known is null ? Decision<SeasonEvent>.Nothing : SeasonDecider.Advance(known, stamp),
                null,
                cancellation
            );
            if (answer.Changed)
                recorded++;
        }

        return recorded;
    }
}
