using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Forecasts.Cli;

/// <summary>A field does not hold what it must. The message says what was expected.</summary>
/// <param name="path">Names and indices from the question inwards.</param>
/// <param name="code">The kind of mistake.</param>
/// <param name="other">Another field of the question that it contradicts.</param>
public sealed class FieldException(
    IReadOnlyList<object> path,
    string expected,
    string code = FieldException.Unfit,
    IReadOnlyList<object>? other = null
) : Exception(expected)
{
    /// <summary>It is not of the kind that is expected there.</summary>
    public const string Unfit = "field.unfit";

    /// <summary>The kind of mistake, stable.</summary>
    public string Code => code;

    /// <summary>The field that it contradicts, null where it is wrong by itself.</summary>
    public IReadOnlyList<object>? Other => other;

    /// <summary>Names and indices from the question inwards.</summary>
    public IReadOnlyList<object> Path { get; } = path;
}

/// <summary>Where a field stands in a JSON text.</summary>
public static class JsonPlace
{
    /// <summary>The path as it is written: <c>.forecasts[3].probability</c>.</summary>
    public static string Text(IReadOnlyList<object> path) =>
        path.Aggregate(
                new StringBuilder(),
                (text, step) => step is int i ? text.Append(CultureInfo.InvariantCulture, $"[{i}]") : text.Append('.').Append(step)
            )
            .ToString();

    /// <summary>The offset of the value at a path; where the path leads nowhere, of the last value on the way.</summary>
    public static long Offset(ReadOnlySpan<byte> json, IReadOnlyList<object> path)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var at = reader.TokenStartIndex;
        foreach (var step in path)
        {
            if (!(step is int index ? Enter(ref reader, index) : Enter(ref reader, (string)step)))
                return at;
            at = reader.TokenStartIndex;
        }

        return at;
    }

    private static bool Enter(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var here = reader.ValueTextEquals(name);
            reader.Read();
            if (here)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool Enter(ref Utf8JsonReader reader, int index)
    {
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
                return true;
            reader.Skip();
        }

        return false;
    }
}
