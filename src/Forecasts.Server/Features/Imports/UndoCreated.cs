using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// Takes back the seasons, the people and the tournament that an import made, once its rows are gone: each where nothing else rests on it.
/// The others remain, and are named.
/// </summary>
public sealed class UndoCreated(IDocumentStore store, Commands commands, NpgsqlDataSource database)
{
    /// <returns>What remains, as <c>season/t/2024</c>, <c>analyst/ID</c>, <c>tournament/t</c>.</returns>
    public async Task<IReadOnlyList<string>> Run(Import import, Person person, CancellationToken cancellation)
    {
        var remains = new List<string>();
        var stamp = new Stamp(person.Id, import.UndoneAt!.Value);
        foreach (var stream in await UndoRows.Seasons(database, import.Id, import.AfterSequence, cancellation))
        {
            var season = stream["season/".Length..];
            var done = await commands.Season(
                season,
                person,
                async (unit, known) => SeasonDecider.TakeBack(known, import.Id, await IsEmpty(unit, season, cancellation), stamp),
                null,
                cancellation
            );
            if (done.Rejection is not null)
                remains.Add("season/" + season);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        remains.AddRange(await CreatedRows.Remove(connection, import.Id, import.AfterSequence, cancellation));
        await transaction.CommitAsync(cancellation);
        return remains;
    }

    /// <summary>What is filed in it before the season goes makes the commit fail, and it is looked at again.</summary>
    private async Task<bool> IsEmpty(Unit unit, string season, CancellationToken cancellation)
    {
        unit.Queue(PredictionRows.None(season));
        await using var session = store.QuerySession();
        return !await session.Query<PredictionRecord>().AnyAsync(p => p.Season == season, cancellation);
    }
}
