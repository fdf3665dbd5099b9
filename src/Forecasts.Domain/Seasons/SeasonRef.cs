using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain.Seasons;

/// <summary>Where a season stands in the system, written <c>{tournament}/{year}</c> such as <c>energy/2026</c>.</summary>
[JsonConverter(typeof(SeasonRefJson))]
public readonly record struct SeasonRef(string Tournament, int Year)
{
    /// <summary>That a text is none, and what is expected.</summary>
    public static readonly Rejection Unread = Refuse.Invalid(
        "season.unknown",
        "'season' is written tournament/year, such as ai-trends/2024.",
        "season"
    );

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tournament}/{Year}");

    /// <summary>A season is where its address is: in a stream's key, a row, an answer.</summary>
    public static implicit operator string(SeasonRef season) => season.ToString();

    /// <summary>Null where the text is not of that form; whether there is such a season it does not say.</summary>
    public static SeasonRef? Read(string? text) =>
        text?.Split('/') is [{ Length: > 0 } tournament, var year]
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(tournament, number)
            : null;
}

/// <summary>A string in JSON.</summary>
public sealed class SeasonRefJson : JsonConverter<SeasonRef>
{
    public override SeasonRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SeasonRef.Read(reader.GetString()) ?? throw new JsonException(SeasonRef.Unread.Message);

    public override void Write(Utf8JsonWriter writer, SeasonRef value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
