using Marten;

namespace Forecasts.Server.Store;

/// <summary>A person's name under the opaque id.</summary>
public sealed record PersonName(string Id, string Name);

/// <summary>Reads the names of many people without their accounts.</summary>
public static class PersonRows
{
    private static readonly string ById = $"""
        select id, data {StoredPath.Text<Account>(a => a.Name)} as name from forecasts.mt_doc_account where id = any($1)
        """;

    public static Task<List<PersonName>> Names(IQuerySession session, string[] ids, CancellationToken cancellation) =>
        session.Read<PersonName>(Statement.Command(ById, [ids]), cancellation);
}
