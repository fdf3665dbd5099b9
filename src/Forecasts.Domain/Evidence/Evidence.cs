using Forecasts.Domain.Predictions;
using static Forecasts.Domain.Evidence.EvidenceEvent;

namespace Forecasts.Domain.Evidence;

public enum Stance
{
    Supports,
    Contradicts,
    Mixed,
}

/// <summary>An outcome fact: what happened when, who says so, and how it bears on each claim.</summary>
/// <param name="Stances">By claim number.</param>
public sealed record Fact(
    DateOnly OccurredOn,
    LocalText Text,
    LocalText Source,
    string? Url,
    LocalText? Quotation,
    IReadOnlyDictionary<int, Stance> Stances
)
{
    public bool Equals(Fact? other) =>
        other is not null
        && OccurredOn == other.OccurredOn
        && Text == other.Text
        && Source == other.Source
        && Url == other.Url
        && Quotation == other.Quotation
        && Stances.Count == other.Stances.Count
        && Stances.All(s => other.Stances.TryGetValue(s.Key, out var stance) && stance == s.Value);

    public override int GetHashCode() => HashCode.Combine(OccurredOn, Text, Source);

    public Rejection? Validate(Prediction prediction, Stamp stamp) =>
        Check.First(
            Check.Text(Text, "text", 4_000),
            Check.Text(Source, "source", 500),
            Check.WebAddress(Url, "url"),
            Check.OptionalText(Quotation, "quotation", 4_000),
            OccurredOn.Year < 1900 || OccurredOn > DateOnly.FromDateTime(stamp.MadeAt.UtcDateTime).AddDays(1)
                ? Refuse.Invalid("evidence.date", "Evidence tells what has happened: its day lies between 1900 and today.", "occurredOn")
                : null,
            Stances.Any(s => prediction.Claim(s.Key) is null)
                ? Refuse.Invalid(
                    "claim.unknown",
                    $"'stances' names claim {Stances.Keys.First(n => prediction.Claim(n) is null)}, which the prediction does not have.",
                    "stances"
                )
                : null,
            Stances.Values.All(Enum.IsDefined)
                ? null
                : Refuse.Invalid("evidence.stance", "A stance is one of supports, contradicts, mixed.", "stances")
        );
}

/// <summary>The outcome facts of one prediction; stream <c>evidence/{prediction}</c>.</summary>
public abstract record EvidenceEvent(Stamp Stamp, string Evidence)
{
    /// <param name="OutcomeOf">The claim whose imported outcome this is the record of: such evidence says what a verdict says.</param>
    public sealed record Attached(Stamp Stamp, string Prediction, string Evidence, Fact Fact, int? OutcomeOf = null)
        : EvidenceEvent(Stamp, Evidence);

    public sealed record Corrected(Stamp Stamp, string Prediction, string Evidence, Fact Fact) : EvidenceEvent(Stamp, Evidence);

    public sealed record Retracted(Stamp Stamp, string Prediction, string Evidence, string Reason) : EvidenceEvent(Stamp, Evidence);
}

/// <param name="Version">1 when attached, one more with each correction.</param>
/// <param name="Retracted">The reason, where it was taken back.</param>
/// <param name="OutcomeOf">The claim whose imported outcome it records; null for any other evidence.</param>
/// <param name="Import">The import that brought it.</param>
/// <param name="StanceChanges">How many of the corrections changed nothing but stances, which some readers do not see.</param>
public sealed record EvidenceItem(
    string Id,
    AnalystId By,
    DateTimeOffset At,
    Fact Fact,
    int Version,
    bool Imported,
    string? Retracted = null,
    int? OutcomeOf = null,
    string? Import = null,
    int StanceChanges = 0
)
{
    public EvidenceItem Corrected(Fact fact) =>
        this with
        {
            Fact = fact,
            Version = Version + 1,
            StanceChanges = StanceChanges + (fact with { Stances = Fact.Stances } == Fact ? 1 : 0),
        };
}

public sealed record EvidenceFile(string Id, IReadOnlyList<EvidenceItem> Items)
{
    public EvidenceItem? Item(string id) => Items.FirstOrDefault(i => i.Id == id);

    public IEnumerable<EvidenceItem> Standing => Items.Where(i => i.Retracted is null);

    public static EvidenceFile Evolve(EvidenceFile? file, string id, EvidenceEvent happened) =>
        happened switch
        {
            Attached e => new(
                id,
                [
                    .. file?.Items ?? [],
                    new EvidenceItem(
                        e.Evidence,
                        e.Stamp.By,
                        e.Stamp.MadeAt,
                        e.Fact,
                        1,
                        e.Stamp.IsImport,
                        null,
                        e.OutcomeOf,
                        e.Stamp.Import?.Import
                    ),
                ]
            ),
            Corrected e => file!.With(e.Evidence, i => i.Corrected(e.Fact)),
            EvidenceEvent.Retracted e => file!.With(e.Evidence, i => i with { Retracted = e.Reason, Version = i.Version + 1 }),
            _ => throw new InvalidOperationException($"Unknown evidence event {happened.GetType().Name}"),
        };

    private EvidenceFile With(string id, Func<EvidenceItem, EvidenceItem> change) =>
        this with
        {
            Items = [.. Items.Select(i => i.Id == id ? change(i) : i)],
        };
}

public static class EvidenceDecider
{
    public const int MostItems = 500;

    /// <param name="outcomeOf">The claim whose imported outcome it records.</param>
    public static Decision<EvidenceEvent> Attach(
        EvidenceFile? file,
        string id,
        Fact fact,
        Prediction prediction,
        Stamp stamp,
        int? outcomeOf = null
    )
    {
        if (file?.Item(id) is { } known)
            return known.Fact == fact
                ? Decision<EvidenceEvent>.Nothing
                : Refuse.Conflict("evidence.exists", "Evidence with this id exists and says something else.");
        if (file?.Items.Count >= MostItems)
            return Refuse.Conflict("evidence.many", $"A prediction holds at most {MostItems} pieces of evidence.");
        if (fact.Validate(prediction, stamp) is { } wrong)
            return wrong;
        return new Attached(stamp, prediction.Id, id, fact, outcomeOf);
    }

    /// <param name="mayCorrectAll">True for an organiser; others correct what they attached themselves.</param>
    public static Decision<EvidenceEvent> Correct(
        EvidenceFile? file,
        string id,
        Fact fact,
        Prediction prediction,
        bool mayCorrectAll,
        Stamp stamp
    )
    {
        if (Own(file, id, mayCorrectAll, stamp) is { } refused)
            return refused;
        if (file!.Item(id)!.Retracted is not null)
            return Refuse.Conflict("evidence.retracted", "This evidence was retracted; attach it anew.");
        if (file.Item(id)!.Fact == fact)
            return Decision<EvidenceEvent>.Nothing;
        if (fact.Validate(prediction, stamp) is { } wrong)
            return wrong;
        return new Corrected(stamp, prediction.Id, id, fact);
    }

    public static Decision<EvidenceEvent> Retract(
        EvidenceFile? file,
        string id,
        string? reason,
        Prediction prediction,
        bool mayCorrectAll,
        Stamp stamp
    )
    {
        if (Own(file, id, mayCorrectAll, stamp) is { } refused)
            return refused;
        if (file!.Item(id)!.Retracted is not null)
            return Decision<EvidenceEvent>.Nothing;
        if (Check.Text(reason, "reason", 1_000) is { } wrong)
            return wrong;
        return new EvidenceEvent.Retracted(stamp, prediction.Id, id, reason!);
    }

    /// <summary>Takes back what an import attached.</summary>
    public static Decision<EvidenceEvent> TakeBack(EvidenceFile? file, string prediction, string import, bool published, Stamp stamp)
    {
        EvidenceEvent[] events =
        [
            .. file?.Standing.Where(i => i.Import == import)
                .Select(i => new EvidenceEvent.Retracted(stamp, prediction, i.Id, "import undone"))
                ?? [],
        ];
        return events.Length > 0 && published ? Undo.Published : events;
    }

    private static Rejection? Own(EvidenceFile? file, string id, bool mayCorrectAll, Stamp stamp) =>
        file?.Item(id) is not { } item ? Refuse.NotFound("evidence.unknown", "There is no such evidence.")
        : item.By != stamp.By && !mayCorrectAll
            ? Refuse.Forbidden("evidence.not-yours", "Only its author or an organiser may change this evidence.")
        : null;
}
