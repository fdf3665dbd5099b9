using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A statement with its values in their order; null is the database's null.</summary>
public static class Statement
{
    public static NpgsqlBatchCommand Of(string sql, params object?[] values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        Add(statement.Parameters, values);
        return statement;
    }

    /// <summary>For a session of the event store, which knows the connection.</summary>
    public static NpgsqlCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql);
        Add(command.Parameters, values);
        return command;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        Add(command.Parameters, values);
        return command;
    }

    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params object?[] values)
    {
        var command = database.CreateCommand(sql);
        Add(command.Parameters, values);
        return command;
    }

    private static void Add(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values)
            parameters.Add(new() { Value = value ?? DBNull.Value });
    }
}
