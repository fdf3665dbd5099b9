using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Rows as records, by the names of their columns: <c>ValueAtClose</c> is read from <c>value_at_close</c>.</summary>
public static partial class Rows
{
    /// <summary>The rows that follow in the present result.</summary>
    public static async IAsyncEnumerable<T> Of<T>(DbDataReader reader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int[]? columns = null;
        while (await reader.ReadAsync(cancellation))
        {
            columns ??= [.. Record<T>.Columns.Select(reader.GetOrdinal)];
            yield return Record<T>.Read(reader, columns);
        }
    }

    public static async Task<List<T>> All<T>(DbDataReader reader, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await foreach (var row in Of<T>(reader, cancellation))
            rows.Add(row);
        return rows;
    }

    /// <summary>The only column of the present result.</summary>
    public static async Task<List<T>> Column<T>(DbDataReader reader, CancellationToken cancellation)
    {
        var values = new List<T>();
        while (await reader.ReadAsync(cancellation))
            values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    /// <summary>The columns that a record is read from, for a <c>select</c>.</summary>
    public static string Columns<T>() => string.Join(", ", Record<T>.Columns);

    /// <summary>The rows that a command finds.</summary>
    public static async Task<List<T>> Read<T>(this NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            return await All<T>(reader, cancellation);
    }

    /// <summary>The only column of what a command finds.</summary>
    public static async Task<List<T>> Column<T>(this NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            return await Column<T>(reader, cancellation);
    }

    /// <summary>The rows that a command finds in a session of the event store.</summary>
    public static async Task<List<T>> Read<T>(this IQuerySession session, NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            return await All<T>(reader, cancellation);
    }

    /// <summary>The only value that a command finds.</summary>
    public static async Task<T> Value<T>(this NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
            return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <returns>How many rows it has changed.</returns>
    public static async Task<int> Do(this NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(cancellation);
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.None, 1_000)]
    private static partial Regex WordBegins();

    /// <summary>How one kind of record is read, made ready when it is first asked for.</summary>
    private static class Record<T>
    {
        private static readonly ConstructorInfo Make = typeof(T).GetConstructors().MaxBy(c => c.GetParameters().Length)!;

        public static readonly string[] Columns =
        [
            .. Make.GetParameters().Select(p => WordBegins().Replace(p.Name!, m => "_" + m.Value).ToLowerInvariant()),
        ];

        public static readonly Func<DbDataReader, int[], T> Read = Compile();

        private static Func<DbDataReader, int[], T> Compile()
        {
            var (reader, columns) = (Expression.Parameter(typeof(DbDataReader)), Expression.Parameter(typeof(int[])));
            var nullable = new NullabilityInfoContext();
            var values = Make.GetParameters()
                .Select(
                    (p, i) =>
                    {
                        var column = Expression.ArrayIndex(columns, Expression.Constant(i));
                        var type = Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType;
                        Expression value = Value(type, reader, column);
                        if (value.Type != p.ParameterType)
                            value = Expression.Convert(value, p.ParameterType);

                        // What may not be null is read as it is, and the database's null is then an error.
                        return nullable.Create(p).ReadState == NullabilityState.NotNull
                            ? value
                            : Expression.Condition(
                                Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, column),
                                Expression.Default(p.ParameterType),
                                value
                            );
                    }
                );
            return Expression.Lambda<Func<DbDataReader, int[], T>>(Expression.New(Make, values), reader, columns).Compile();
        }

        /// <summary>Enumerations are stored as words, lists as arrays.</summary>
        private static MethodCallExpression Value(Type type, Expression reader, Expression column)
        {
            var list = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
            var stored =
                type.IsEnum ? typeof(string)
                : list ? type.GetGenericArguments()[0].MakeArrayType()
                : type;
            var value = Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [stored], column);
            return type.IsEnum ? Expression.Call(typeof(Enum), nameof(Enum.Parse), [type], value) : value;
        }
    }
}
