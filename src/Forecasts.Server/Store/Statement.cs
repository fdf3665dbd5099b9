using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A statement of a batch with its values in their order.</summary>
public static class Statement
{
    public static NpgsqlBatchCommand Of(string sql, params object[] values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            statement.Parameters.Add(new() { Value = value });
        return statement;
    }
}
