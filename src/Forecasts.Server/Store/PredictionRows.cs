using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A prediction's key in files, and the season in which it stands.</summary>
public sealed record PredictionKey(string Key, string Season);

/// <summary>Reads the keys of a tournament's predictions without their texts.</summary>
public static class PredictionRows
{
    /// <summary>Ends the commit, by a division by zero, where the season has a prediction.</summary>
    internal static NpgsqlBatchCommand None(string season) =>
        new("select 1 / (not exists (select from forecasts.mt_doc_predictionrecord where season = $1))::int")
        {
            Parameters = { new() { Value = season } },
        };

    public static async Task<List<PredictionKey>> Keys(IQuerySession session, string tournament, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select data -> 'state' ->> 'key' as key, data -> 'state' ->> 'season' as season from forecasts.mt_doc_predictionrecord
            where starts_with(data -> 'state' ->> 'season', $1) and data -> 'state' ->> 'key' is not null
            """
        )
        {
            Parameters = { new() { Value = tournament + "/" } },
        };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await Rows.All<PredictionKey>(reader, cancellation);
    }
}
