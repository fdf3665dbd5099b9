using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A person's name under the opaque id.</summary>
public sealed record PersonName(string Id, string Name);

/// <summary>Reads the names of many people without their accounts.</summary>
public static class PersonRows
{
    public static async Task<List<PersonName>> Names(IQuerySession session, string[] ids, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select id, data ->> 'name' as name from forecasts.mt_doc_account where id = any($1)")
        {
            Parameters = { new() { Value = ids } },
        };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await Rows.All<PersonName>(reader, cancellation);
    }
}
