using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A prediction's key in files, and the season in which it stands.</summary>
public sealed record PredictionKey(string Key, string Season);

/// <summary>Reads the keys of a tournament's predictions without their texts.</summary>
public static class PredictionRows
{
    private const string NoneIn = "select 1 / (not exists (select from forecasts.mt_doc_predictionrecord where season = $1))::int";

    private static readonly string WithKey = $"""
        select key, season from (
            select data {StoredPath.Text<PredictionRecord>(p => p.State.Key)} as key, season from forecasts.mt_doc_predictionrecord
            where starts_with(season, $1)) p
        where key is not null
        """;

    /// <summary>Ends the commit, by a division by zero, where the season has a prediction.</summary>
    internal static NpgsqlBatchCommand None(string season) => Statement.Of(NoneIn, season);

    public static Task<List<PredictionKey>> Keys(IQuerySession session, string tournament, CancellationToken cancellation) =>
        session.Read<PredictionKey>(Statement.Command(WithKey, tournament + "/"), cancellation);
}
