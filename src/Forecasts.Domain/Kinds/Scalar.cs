using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>A place on a scale as somebody writes it: a number, or a day as a text such as 2027-03-01.</summary>
[JsonConverter(typeof(ScalarJson))]
public readonly record struct Scalar(double Number, string? Text = null)
{
    public static Scalar Of(DateOnly day) => new(double.NaN, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>What was typed: a number, or whatever else it is; the claim's kind says whether it is a value.</summary>
    public static Scalar Read(string text, bool decimalComma = false) =>
        Numeral.Read(text, decimalComma) is { } number ? new(number) : new(double.NaN, text);

    /// <summary>Null where it is no number, or none that is finite.</summary>
    public double? AsNumber => Text is null && double.IsFinite(Number) ? Number : null;

    /// <summary>Null where it is no day.</summary>
    public DateOnly? AsDay =>
        DateOnly.TryParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>NaN is equal to itself here: a day has no number.</summary>
    public bool Equals(Scalar other) => Text == other.Text && Number.Equals(other.Number);

    public override int GetHashCode() => HashCode.Combine(Text, Number);

    public override string ToString() => Text ?? Number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A number or a string in JSON.</summary>
public sealed class ScalarJson : JsonConverter<Scalar>
{
    public override Scalar Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => new(reader.GetDouble()),
            JsonTokenType.String => new(double.NaN, reader.GetString()),
            _ => throw new JsonException("A value is a number, or a day such as \"2027-03-01\"."),
        };

    public override void Write(Utf8JsonWriter writer, Scalar value, JsonSerializerOptions options)
    {
        if (value.Text is not null)
            writer.WriteStringValue(value.Text);
        else
            writer.WriteNumberValue(value.Number);
    }
}
