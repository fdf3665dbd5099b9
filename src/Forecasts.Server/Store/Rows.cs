using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

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
                        Expression value = Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [type], column);
                        if (type != p.ParameterType)
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
    }
}
