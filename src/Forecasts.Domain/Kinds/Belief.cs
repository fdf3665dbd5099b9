using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain.Kinds;

/// <summary>What an analyst believes of a claim; its kind fixes the form.</summary>
[JsonConverter(typeof(BeliefJson))]
public abstract record Belief
{
    /// <summary>
    /// The first number in the row of a distribution, before the masses below and above its range: how its points are joined.
    /// </summary>
    internal const double QuantilesForm = 0,
        CdfForm = 1;

    private Belief() { }

    /// <summary>As files and the API say it.</summary>
    [JsonIgnore]
    public abstract StatedBelief Stated { get; }

    /// <summary>As numbers in a row, from which the claim's kind makes it again.</summary>
    [JsonIgnore]
    public abstract double[] Row { get; }

    /// <summary>The probability of a yes, or the expected grade.</summary>
    public sealed record Probability(double Value) : Belief
    {
        public override StatedBelief Stated => new(Value);

        public override double[] Row => [Value];
    }

    /// <summary>Three probabilities that sum to 1.</summary>
    public sealed record Grades(double Inaccurate, double Half, double Accurate) : Belief
    {
        public override StatedBelief Stated => new(Grades: [Inaccurate, Half, Accurate]);

        public override double[] Row => [Inaccurate, Half, Accurate];
    }

    /// <summary>The probabilities of all options that were open, in the order in which they came; they sum to 1.</summary>
    public sealed record Options(IReadOnlyList<OptionShare> Shares) : Belief
    {
        public override StatedBelief Stated => new(Options: Shares.ToDictionary(s => s.Option, s => s.Probability, StringComparer.Ordinal));

        public override double[] Row => [.. Shares.Select(s => s.Probability)];

        public bool Equals(Options? other) => other is not null && Shares.SequenceEqual(other.Shares);

        public override int GetHashCode() => Shares.Count;
    }

    /// <summary>Levels with their values, joined by a monotone cubic.</summary>
    /// <param name="Below">The probability that it lies below the range.</param>
    /// <param name="Above">The same above it.</param>
    public sealed record Quantiles(IReadOnlyList<StatedPoint> Points, double Below, double Above) : Belief
    {
        public override StatedBelief Stated => new(Quantiles: Points, Below: NotZero(Below), Above: NotZero(Above));

        public override double[] Row => [QuantilesForm, Below, Above, .. Points.SelectMany(p => p.Row)];

        public bool Equals(Quantiles? other) =>
            other is not null && Below == other.Below && Above == other.Above && Points.SequenceEqual(other.Points);

        public override int GetHashCode() => HashCode.Combine(Points.Count, Below, Above);

        private static double? NotZero(double mass) => mass == 0 ? null : mass;
    }

    /// <summary>Points of a distribution function, joined by straight lines.</summary>
    public sealed record Cdf(IReadOnlyList<StatedPoint> Points) : Belief
    {
        public override StatedBelief Stated => new(Cdf: Points);

        public override double[] Row => [CdfForm, 0, 0, .. Points.SelectMany(p => p.Row)];

        public bool Equals(Cdf? other) => other is not null && Points.SequenceEqual(other.Points);

        public override int GetHashCode() => Points.Count;
    }
}

/// <summary>The probability of one option.</summary>
public readonly record struct OptionShare(string Option, double Probability);

/// <summary>A belief is written down as it is stated; shares are a list, for their order says which place in a row is whose.</summary>
public sealed class BeliefJson : JsonConverter<Belief>
{
    private sealed record Parts(
        double? Probability = null,
        double[]? Grades = null,
        OptionShare[]? Shares = null,
        StatedPoint[]? Quantiles = null,
        StatedPoint[]? Cdf = null,
        double? Below = null,
        double? Above = null
    );

    public override Belief Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<Parts>(ref reader, Written.Json) switch
        {
            { Probability: { } p } => new Belief.Probability(p),
            { Grades: [var inaccurate, var half, var accurate] } => new Belief.Grades(inaccurate, half, accurate),
            { Shares: { } shares } => new Belief.Options(shares),
            { Quantiles: { } points } written => new Belief.Quantiles(points, written.Below ?? 0, written.Above ?? 0),
            { Cdf: { } points } => new Belief.Cdf(points),
            _ => throw new JsonException("A belief has one of its forms."),
        };

    public override void Write(Utf8JsonWriter writer, Belief value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            value switch
            {
                Belief.Probability b => new Parts(b.Value),
                Belief.Grades b => new Parts(Grades: b.Row),
                Belief.Options b => new Parts(Shares: [.. b.Shares]),
                Belief.Quantiles b => new Parts(Quantiles: [.. b.Points], Below: b.Stated.Below, Above: b.Stated.Above),
                Belief.Cdf b => new Parts(Cdf: [.. b.Points]),
                _ => throw new JsonException($"Unknown belief {value.GetType().Name}."),
            },
            Written.Json
        );
}
