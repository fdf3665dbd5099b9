using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain.Kinds;

/// <summary>The two ends of a range: numbers, or days.</summary>
public sealed record StatedRange(Scalar Min, Scalar Max);

/// <summary>A claim's kind as files and the API say it.</summary>
/// <param name="Type">binary, three, expected, choice, ordered, number or date.</param>
/// <param name="Options">Of a choice; of those it was filed with, the last one stands for everything that has no option of its own.</param>
/// <param name="Range">Of a number or date.</param>
/// <param name="Unit">Of a number.</param>
/// <param name="Scale">Of a number: linear (the default) or log.</param>
/// <param name="OpenBounds">Beyond which ends the outcome may lie: none (the default), lower, upper, both.</param>
/// <param name="Tolerance">Of a number: verdicts that differ by no more agree.</param>
/// <param name="Step">Of a number that takes only some values: the distance between them.</param>
public record ClaimTerms(
    string Type,
    IReadOnlyList<ClaimOption>? Options = null,
    StatedRange? Range = null,
    string? Unit = null,
    string? Scale = null,
    string? OpenBounds = null,
    double? Tolerance = null,
    double? Step = null
)
{
    /// <summary>The words of all kinds, in the order in which forms offer them.</summary>
    public static readonly IReadOnlyList<string> Types = ["binary", "three", "expected", "choice", "ordered", "number", "date"];

    /// <summary>The kind these terms describe, checked.</summary>
    public (ClaimKind? Kind, Rejection? Refused) Read()
    {
        if (Stray() is { } stray)
            return (null, stray);
        var (kind, refused) = Kind();
        return (kind, refused ?? kind!.Validate());
    }

    /// <summary>The same unchecked: what was taken once is read whatever is refused today.</summary>
    internal (ClaimKind? Kind, Rejection? Refused) Kind() =>
        Type switch
        {
            "binary" => (new BinaryClaim(), null),
            "three" or "expected" => (new GradedClaim(Type == "expected"), null),
            "choice" or "ordered" => (new ChoiceClaim(Options ?? [], Type == "ordered"), null),
            "number" => NumberClaim.Read(this),
            "date" => DateClaim.Read(this),
            _ => ((ClaimKind?)null, Refuse.Invalid("claim.type", $"'type' is one of {string.Join(", ", Types)}.", "type")),
        };

    // What says nothing about a claim of its type was meant for another.
    private Rejection? Stray()
    {
        if (!Types.Contains(Type))
            return null;
        var (choice, number) = (Type is "choice" or "ordered", Type == "number");
        var ranged = number || Type == "date";
        (string Field, bool IsStray)[] fields =
        [
            ("options", Options is not null && !choice),
            ("range", Range is not null && !ranged),
            ("openBounds", OpenBounds is not null && !ranged),
            ("unit", Unit is not null && !number),
            ("scale", Scale is not null && !number),
            ("tolerance", Tolerance is not null && !number),
            ("step", Step is not null && !number),
        ];
        return fields.FirstOrDefault(f => f.IsStray).Field is { } field
            ? Refuse.Invalid("claim.column", $"'{field}' says nothing about a claim of type {Type}; leave it empty.", field)
            : null;
    }
}

/// <summary>A kind is written down as its terms.</summary>
public sealed class ClaimKindJson : JsonConverter<ClaimKind>
{
    public override ClaimKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var terms =
            JsonSerializer.Deserialize<ClaimTerms>(ref reader, Written.Json) ?? throw new JsonException("A claim's kind is missing.");
        var (kind, refused) = terms.Kind();
        return kind ?? throw new JsonException(refused!.Message);
    }

    public override void Write(Utf8JsonWriter writer, ClaimKind value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Terms, Written.Json);
}
