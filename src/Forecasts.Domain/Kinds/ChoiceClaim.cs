using System.Text.Json;
using System.Text.Json.Serialization;
using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>One option of a choice.</summary>
/// <param name="AddedAt">From when it could be chosen; null where the claim was filed with it.</param>
/// <param name="Note">Why it came then.</param>
[JsonConverter(typeof(ClaimOptionJson))]
public sealed record ClaimOption(string Name, DateTimeOffset? AddedAt = null, LocalText? Note = null)
{
    public const int Longest = 100;
}

/// <summary>One of several options, ordered or not.</summary>
/// <param name="Options">
/// In the order in which they came. Of those the claim was filed with the last one stands for everything that has no option of its
/// own, so options that come later are shown before it.
/// </param>
public sealed record ChoiceClaim(IReadOnlyList<ClaimOption> Options, bool Ordered) : ClaimKind
{
    public const int Fewest = 2;
    public const int Most = 200;

    public override string Word => Ordered ? "ordered" : "choice";

    public override ClaimTerms Terms => new(Word, Options);

    public override ClaimTerms Shown => Terms with { Options = [.. Places.Select(i => Options[i])] };

    public override ClaimShape Shape => Ordered ? ClaimShape.Ordered : ClaimShape.Choice;

    public override string Outcomes => string.Join(", ", Names);

    /// <summary>
    /// The names of all options in the order in which they are shown and scored: what came later stands before the last one filed.
    /// </summary>
    public IReadOnlyList<string> Names => [.. Places.Select(i => Options[i].Name)];

    private int Filed => Options.Count(o => o.AddedAt is null);

    // Places in the row, in the order in which they are shown.
    private IEnumerable<int> Places => [.. Enumerable.Range(0, Filed - 1), .. Enumerable.Range(Filed, Options.Count - Filed), Filed - 1];

    public bool Equals(ChoiceClaim? other) => other is not null && Ordered == other.Ordered && Options.SequenceEqual(other.Options);

    public override int GetHashCode() => HashCode.Combine(Ordered, Options.Count);

    /// <summary>The claim as it was filed.</summary>
    public ChoiceClaim AsFiled => this with { Options = [.. Options.Where(o => o.AddedAt is null)] };

    /// <summary>The claim as it was at an instant: options may have come since.</summary>
    public ChoiceClaim At(DateTimeOffset at) => this with { Options = [.. Options.Where(o => !(o.AddedAt > at))] };

    public ChoiceClaim With(ClaimOption option) => this with { Options = [.. Options, option] };

    public override Rejection? Validate()
    {
        if (Options.Count is < Fewest or > Most || Filed < Fewest)
            return Refuse.Invalid("claim.options", $"A choice has {Fewest} to {Most} options; these are {Options.Count}.", "options");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var option in Options)
        {
            if (Named(option.Name) is { } wrong)
                return wrong;
            if (!names.Add(option.Name))
                return Refuse.Invalid("claim.options", $"The option '{option.Name}' is there twice.", "options");
        }

        return null;
    }

    /// <summary>Null where an option may be called that.</summary>
    public static Rejection? Named(string? name) =>
        string.IsNullOrWhiteSpace(name)
        || name != name.Trim()
        || name.Length > ClaimOption.Longest
        || name.Any(char.IsControl)
        || !Domain.Check.IsStorable(name)
            ? Refuse.Invalid(
                "claim.options",
                $"An option is a name of 1 to {ClaimOption.Longest} characters on one line, without blanks around it.",
                "options"
            )
        : OutcomeWord.Read(name) is { SettlesNothing: true }
            ? Refuse.Invalid("claim.options", $"'{name}' is a word for a void outcome; an option needs another name.", "options")
        : name.Contains('|', StringComparison.Ordinal)
            ? Refuse.Invalid("claim.options", "An option's name has no '|': it separates the options in a file.", "options")
        : null;

    public override (Belief? Belief, Rejection? Refused) Read(StatedBelief stated, double lowest, DateTimeOffset at)
    {
        if (stated.MustBe("This claim takes 'options': a probability for each option by its name.", "options") is { } form)
            return (null, form);
        List<string> open = [.. At(at).Options.Select(o => o.Name)];
        if (stated.Options!.Keys.FirstOrDefault(name => !open.Contains(name)) is { } unknown)
            return (null, Refuse.Invalid("forecast.option", $"The claim has no option '{unknown}' at that time.", "options"));
        if (open.Find(name => !stated.Options.ContainsKey(name)) is { } missing)
            return (null, Refuse.Invalid("forecast.option", $"The option '{missing}' has no probability.", "options"));
        foreach (var p in stated.Options.Values)
            if (Limits.Of(p, lowest, "options") is { } outside)
                return (null, outside);
        return Limits.Sum(stated.Options.Values, "The probabilities of the options", "options") is { } off
            ? (null, off)
            : (new Belief.Options([.. open.Select(name => new OptionShare(name, stated.Options[name]))]), null);
    }

    public override Belief Belief(double[] row) =>
        new Belief.Options([.. row.Select((share, i) => new OptionShare(Options[i].Name, share))]);

    /// <summary>In the order in which options are shown; NaN for one that was not open.</summary>
    public override double[] Values(double[] row) =>
        Options[^1].AddedAt is null ? row : [.. Places.Select(i => i < row.Length ? row[i] : double.NaN)];

    public override Outcome? ReadSettled(string word) => Options.Any(o => o.Name == word) ? new Outcome.Option(word) : null;

    protected override Outcome? ReadLoosely(string text, bool decimalComma) =>
        Options.FirstOrDefault(o => string.Equals(o.Name, text, StringComparison.OrdinalIgnoreCase)) is { } option
            ? new Outcome.Option(option.Name)
            : null;

    public override double Index(Outcome outcome) => Names.Index().First(o => o.Item == ((Outcome.Option)outcome).Name).Index;

    /// <summary>Each open option against the rest.</summary>
    public override IReadOnlyList<CalibrationPair> Pairs(IReadOnlyList<double> values, double index)
    {
        // An option that was not open then is read as the last one.
        var came = double.IsNaN(values[(int)index]) ? values.Count - 1 : (int)index;
        var (pairs, before) = (new List<CalibrationPair>(values.Count), 0.0);
        for (var i = 0; i < values.Count; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            pairs.Add(new(values[i], i == came ? 1 : 0, Before: before));
            before += values[i];
        }

        return pairs;
    }
}

/// <summary>An option is its name; one that was added is an object with the instant.</summary>
public sealed class ClaimOptionJson : JsonConverter<ClaimOption>
{
    private sealed record Added(
        string Name,
        DateTimeOffset AddedAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LocalText? Note = null
    );

    public override ClaimOption Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An option is a string: its name.");
        var added = JsonSerializer.Deserialize<Added>(ref reader, JsonSerializerOptions.Web)!;
        return new(added.Name, added.AddedAt, added.Note);
    }

    public override void Write(Utf8JsonWriter writer, ClaimOption value, JsonSerializerOptions options)
    {
        if (value.AddedAt is { } at)
            JsonSerializer.Serialize(writer, new Added(value.Name, at, value.Note), JsonSerializerOptions.Web);
        else
            writer.WriteStringValue(value.Name);
    }
}
