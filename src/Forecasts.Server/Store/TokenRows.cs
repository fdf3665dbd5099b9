using System.Collections.Concurrent;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>
/// Reads who holds an access token: one question for all who ask at the same moment, and documents are sent only where one of them was
/// written since they were read last. What was taken away is gone at once: nobody is let in without having been asked for.
/// </summary>
public sealed class TokenRows : ITokenHolders
{
    // Every write of a row gives it another xmin.
    private static readonly string Asked = $"""
        select t.id, f.print,
               case when changed then k.data end as token, case when changed then a.data end as account,
               case when changed then (
                   select jsonb_agg(m.data) from forecasts.mt_doc_membership m where m.account = a.id) end as memberships
        from unnest((select $1::text[]), (select $2::text[])) as t (id, known)
        join forecasts.mt_doc_accesstoken k on k.id = t.id
        left join forecasts.mt_doc_account a on a.id = k.data {StoredPath.Text<AccessToken>(k => k.Account)}
        cross join lateral (
            select concat_ws(' ', k.xmin, a.xmin, '-', string_agg(m.xmin::text, ' ' order by m.id)) as print
            from forecasts.mt_doc_membership m where m.account = a.id) f
        cross join lateral (select f.print is distinct from t.known as changed) c
        """;

    private const int Most = 10_000;

    private readonly IDocumentStore store;
    private readonly NpgsqlDataSource database;
    private readonly Together<string, Holder?> together;
    private readonly ConcurrentDictionary<string, (string Print, Holder Holder)> known = new(StringComparer.Ordinal);

    public TokenRows(IDocumentStore store, NpgsqlDataSource database)
    {
        (this.store, this.database) = (store, database);
        together = new(Read, lanes: 1);
    }

    public Task<Holder?> Of(string token, CancellationToken cancellation) => together.Ask(token, cancellation);

    private async Task<IReadOnlyList<Holder?>> Read(IReadOnlyList<string> tokens)
    {
        var asked = tokens.Distinct(StringComparer.Ordinal).ToDictionary(t => t, t => known.GetValueOrDefault(t), StringComparer.Ordinal);
        var found = new Dictionary<string, Holder>(StringComparer.Ordinal);
        await using var command = database.CreateCommand(Asked);
        command.Parameters.Add(new() { Value = asked.Keys.ToArray() });
        command.Parameters.Add(new() { Value = asked.Values.Select(k => k.Print).ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var (token, print) = (reader.GetString(0), reader.GetString(1));
            if (asked[token].Print == print)
            {
                found[token] = asked[token].Holder;
                continue;
            }

            found[token] = Holder(reader);
            if (known.Count >= Most)
                known.Clear();
            known[token] = (print, found[token]);
        }

        return [.. tokens.Select(found.GetValueOrDefault)];
    }

    private Holder Holder(NpgsqlDataReader reader)
    {
        var (token, account, memberships) = (Column<AccessToken>(2), Column<Account>(3), Column<Membership[]>(4));
        return new(
            token!,
            account is null ? null
                : Person.Of(account, memberships ?? []) is { } person ? person with { Scopes = TokenScopes.Limits(token!.Scopes) }
                : null
        );

        T? Column<T>(int column)
            where T : class =>
            reader.IsDBNull(column) ? null : store.Options.Serializer().FromJson<T>(new MemoryStream(reader.GetFieldValue<byte[]>(column)));
    }
}
