using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>Takes back the seasons, the people and the tournament that an import made, once its rows are gone: each where nothing else rests on it. The others remain, and are named.</summary>
public sealed class UndoCreated(Commands commands, NpgsqlDataSource database)
{
    // Nobody else may begin an import meanwhile: it might meet somebody who is going. Whoever acted, has a token or a link, or was put
    // on a list of people by hand is no longer the import's.
    private const string People = """
        lock table forecasts.imports in share row exclusive mode;
        create temporary table busy on commit drop as
            select split_part(c.season, '/', 1) as tournament, i.analyst as account from forecasts.forecast_intervals i join forecasts.claims c on c.claim = i.claim
            union select split_part(season, '/', 1), author from forecasts.claims
            union select m.tournament, m.account from forecasts.mt_doc_membership m where m.account in (
                select data #>> '{stamp,by}' from forecasts.mt_events where seq_id > @after union select data ->> 'account' from forecasts.mt_doc_accesstoken union select data ->> 'account' from forecasts.mt_doc_signinlink);
        delete from forecasts.mt_doc_membership m
            where m.data ->> 'import' = @import and not exists (select from busy b where b.tournament = m.tournament and b.account = m.account) and not exists (select from forecasts.imports where state = 'Running' and not dry_run);
        delete from forecasts.mt_doc_account a
            where a.data ->> 'import' = @import and not (a.data ->> 'signsIn')::boolean and a.data -> 'roles' = '[]' and not exists (select from busy b where b.account = a.id)
              and not exists (select from forecasts.mt_doc_membership m where m.account = a.id);
        delete from forecasts.mt_doc_tournament t
            where t.data ->> 'import' = @import and not exists (select from forecasts.mt_doc_membership m where m.tournament = t.id) and not exists (select from forecasts.mt_doc_seasonrecord s where starts_with(s.id, 'season/' || t.id || '/'));
        select 'analyst/' || id from forecasts.mt_doc_account where data ->> 'import' = @import
            union select 'analyst/' || account from forecasts.mt_doc_membership where data ->> 'import' = @import
            union select 'tournament/' || id from forecasts.mt_doc_tournament where data ->> 'import' = @import order by 1;
        """;

    /// <returns>What remains, as <c>season/t/2024</c>, <c>analyst/ID</c>, <c>tournament/t</c>.</returns>
    public async Task<IReadOnlyList<string>> Run(Import import, Person person, CancellationToken cancellation)
    {
        var remains = new List<string>();
        var stamp = new Stamp(person.Id, import.UndoneAt!.Value);
        foreach (var season in await Seasons(import, cancellation))
        {
            var done = await commands.Season(
                season, person, async (session, known) => SeasonDecider.TakeBack(known, import.Id, !await session.Query<PredictionRecord>().AnyAsync(p => p.Season == season, cancellation), stamp), null, cancellation);
            if (done.Rejection is not null) remains.Add("season/" + season);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var command = new NpgsqlCommand(People, connection) { Parameters = { new("import", import.Id), new("after", import.AfterSequence) } })
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) remains.Add(reader.GetString(0));
        await transaction.CommitAsync(cancellation);
        return remains;
    }

    private async Task<IReadOnlyList<string>> Seasons(Import import, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select distinct stream_id from forecasts.mt_events where seq_id > $1 and stream_id like 'season/%' and data #>> '{stamp,import,import}' = $2 order by 1");
        command.Parameters.Add(new() { Value = import.AfterSequence });
        command.Parameters.Add(new() { Value = import.Id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seasons = new List<string>();
        while (await reader.ReadAsync(cancellation)) seasons.Add(reader.GetString(0)["season/".Length..]);
        return seasons;
    }
}
