using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain.Kinds;

/// <summary>How a claim came out.</summary>
[JsonConverter(typeof(OutcomeJson))]
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>In the contract's words: yes, no, inaccurate, half, accurate, an option, a number, a day, or void:CODE.</summary>
    public abstract string Word { get; }

    public bool IsVoid => this is Void;

    public sealed record YesNo(bool Yes) : Outcome
    {
        public override string Word => Yes ? "yes" : "no";
    }

    /// <summary>Inaccurate 0, half right 0.5, accurate 1.</summary>
    public sealed record Grade(double Value) : Outcome
    {
        public override string Word =>
            Value switch
            {
                0 => "inaccurate",
                1 => "accurate",
                _ => "half",
            };

        public static Grade? Read(string word) =>
            word switch
            {
                "inaccurate" => new(0),
                "half" => new(0.5),
                "accurate" => new(1),
                _ => null,
            };
    }

    public sealed record Option(string Name) : Outcome
    {
        public override string Word => Name;
    }

    public sealed record Number(double Value) : Outcome
    {
        public override string Word => Value.ToString("R", CultureInfo.InvariantCulture);
    }

    public sealed record Day(DateOnly Value) : Outcome
    {
        public override string Word => Scalar.Of(Value).ToString();
    }

    /// <summary>It settles nothing, and why.</summary>
    public sealed record Void(string Code) : Outcome
    {
        public static readonly IReadOnlyList<string> Codes =
        [
            "condition-not-met",
            "source-vanished",
            "criteria-defective",
            "not-decidable",
            "organiser",
        ];

        /// <summary>How it is written, for a refusal.</summary>
        public static string Words => "void:CODE with CODE one of " + string.Join(", ", Codes);

        public override string Word => "void:" + Code;

        /// <summary>Null where the word is none of a void outcome.</summary>
        public static Void? Read(string word) =>
            word.StartsWith("void:", StringComparison.Ordinal) && Codes.Contains(word[5..]) ? new(word[5..]) : null;
    }
}

/// <summary>An outcome is an object whose only member says what it is and what came.</summary>
public sealed class OutcomeJson : JsonConverter<Outcome>
{
    private sealed record Parts(
        bool? Yes = null,
        double? Grade = null,
        string? Option = null,
        double? Number = null,
        DateOnly? Day = null,
        string? Void = null
    );

    public override Outcome Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<Parts>(ref reader, Written.Json) switch
        {
            { Yes: { } yes } => new Outcome.YesNo(yes),
            { Grade: { } grade } => new Outcome.Grade(grade),
            { Option: { } option } => new Outcome.Option(option),
            { Number: { } number } => new Outcome.Number(number),
            { Day: { } day } => new Outcome.Day(day),
            { Void: { } code } => new Outcome.Void(code),
            _ => throw new JsonException("An outcome says one thing."),
        };

    public override void Write(Utf8JsonWriter writer, Outcome value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            value switch
            {
                Outcome.YesNo o => new Parts(Yes: o.Yes),
                Outcome.Grade o => new Parts(Grade: o.Value),
                Outcome.Option o => new Parts(Option: o.Name),
                Outcome.Number o => new Parts(Number: o.Value),
                Outcome.Day o => new Parts(Day: o.Value),
                Outcome.Void o => new Parts(Void: o.Code),
                _ => throw new JsonException($"Unknown outcome {value.GetType().Name}."),
            },
            Written.Json
        );
}
