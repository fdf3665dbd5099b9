using System.Linq.Expressions;
using System.Text.Json;
using Forecasts.Domain.Forecasting;

namespace Forecasts.Server.Store;

/// <summary>
/// Where a value lies in what is stored as JSON, said by the property that holds it: who renames it finds the SQL renamed too, or the
/// golden files of the record red. To be put behind the column: <c>e.data {StoredPath.Text&lt;...&gt;(...)} = $1</c>.
/// </summary>
public static class StoredPath
{
    /// <summary>Of an event the import whose line it is; null where it is none's.</summary>
    public static readonly string EventImport = Text<ForecastEvent.Made>(e => e.Stamp.Import!.Import);

    /// <summary>Of an event the person who acted.</summary>
    public static readonly string EventBy = Text<ForecastEvent.Made>(e => e.Stamp.By);

    /// <summary>The value as text; the database's null where there is none.</summary>
    public static string Text<T>(Expression<Func<T, object?>> of) => $"#>> '{Of(of)}'";

    /// <summary>The value as JSON.</summary>
    public static string Json<T>(Expression<Func<T, object?>> of) => $"#> '{Of(of)}'";

    /// <returns>Such as <c>{state,rules,scoring,floor}</c>.</returns>
    public static string Of<T>(Expression<Func<T, object?>> of)
    {
        var names = new Stack<string>();
        for (var step = of.Body; step is not ParameterExpression; )
            switch (step)
            {
                case UnaryExpression { NodeType: ExpressionType.Convert } same:
                    step = same.Operand;
                    break;
                case MemberExpression { Expression: { } owner } member:
                    names.Push(JsonNamingPolicy.CamelCase.ConvertName(member.Member.Name));
                    step = owner;
                    break;
                default:
                    throw new ArgumentException($"'{of}' is no way from property to property.", nameof(of));
            }

        return $"{{{string.Join(',', names)}}}";
    }
}
