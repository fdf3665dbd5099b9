using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>People, memberships and tournaments that an import made.</summary>
public static class CreatedRows
{
    private static readonly string AccountImport = StoredPath.Text<Account>(a => a.Import);
    private static readonly string MembershipImport = StoredPath.Text<Membership>(m => m.Import);
    private static readonly string TournamentImport = StoredPath.Text<Tournament>(t => t.Import);

    // Nobody else may begin an import meanwhile: it might meet somebody who is going. Whoever acted, has a token or a link, or was put
    // on a list of people by hand is no longer the import's.
    private static readonly string People = $"""
        lock table forecasts.imports in share row exclusive mode;
        create temporary table busy on commit drop as
            select split_part(c.season, '/', 1) as tournament, i.analyst as account
            from forecasts.forecast_intervals i join forecasts.claims c on c.claim = i.claim
            union select split_part(season, '/', 1), author from forecasts.claims
            union select m.tournament, m.account from forecasts.mt_doc_membership m where m.account in (
                select data {StoredPath.EventBy} from forecasts.mt_events where seq_id > @after
                union select data {StoredPath.Text<AccessToken>(t => t.Account)} from forecasts.mt_doc_accesstoken
                union select data {StoredPath.Text<SignInLink>(l => l.Account)} from forecasts.mt_doc_signinlink);
        delete from forecasts.mt_doc_membership m
            where m.data {MembershipImport} = @import
              and not exists (select from busy b where b.tournament = m.tournament and b.account = m.account)
              and not exists (select from forecasts.imports where state = 'Running' and not dry_run);
        delete from forecasts.mt_doc_account a
            where a.data {AccountImport} = @import and not (a.data {StoredPath.Text<Account>(a =>
            a.SignsIn
        )})::boolean and a.data {StoredPath.Json<Account>(a => a.Roles)} = '[]'
              and not exists (select from busy b where b.account = a.id)
              and not exists (select from forecasts.mt_doc_membership m where m.account = a.id);
        delete from forecasts.mt_doc_tournament t
            where t.data {TournamentImport} = @import and not exists (select from forecasts.mt_doc_membership m where m.tournament = t.id)
              and not exists (select from forecasts.mt_doc_seasonrecord s where starts_with(s.id, 'season/' || t.id || '/'));
        select 'analyst/' || id from forecasts.mt_doc_account where data {AccountImport} = @import
            union select 'analyst/' || account from forecasts.mt_doc_membership where data {MembershipImport} = @import
            union select 'tournament/' || id from forecasts.mt_doc_tournament where data {TournamentImport} = @import order by 1;
        """;

    /// <summary>Takes away those on whom nothing else rests, inside the caller's transaction.</summary>
    /// <returns>Who and what remains, as <c>analyst/ID</c>, <c>tournament/t</c>.</returns>
    public static async Task<List<string>> Remove(NpgsqlConnection connection, string import, long after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(People, connection) { Parameters = { new("import", import), new("after", after) } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await Rows.Column<string>(reader, cancellation);
    }
}
