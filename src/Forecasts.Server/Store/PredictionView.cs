using System.Text.Json.Serialization;
using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>A belief of one person as it stands, in the form of the claim's kind.</summary>
public sealed record BeliefView(
    string Analyst,
    string Name,
    [property: JsonIgnore] StatedBelief Stated,
    DateTimeOffset MadeAt,
    bool Imported,
    bool AfterTheFact
) : StatedBelief(Stated);

/// <param name="Version">Of the forecast's stream, for If-Match; 0 where none was filed.</param>
public sealed record OwnForecast([property: JsonIgnore] Belief? Belief, DateTimeOffset? MadeAt, string? Rationale, long Version)
    : StatedBelief(Belief?.Stated ?? new())
{
    [JsonIgnore]
    public StatedBelief Stated => this;
}

/// <param name="Mean">By option or grade, null for one that none of them had; null for numbers and dates.</param>
/// <param name="Quantiles">Of numbers and dates: the crowd's mean distribution.</param>
public sealed record CrowdView(
    int Standing,
    IReadOnlyList<double?>? Mean,
    IReadOnlyList<double?>? Median,
    IReadOnlyList<StatedPoint>? Quantiles = null
);

public sealed record VerdictView(
    string Reviewer,
    string Name,
    string Verdict,
    DateTimeOffset DecidedAt,
    string Reason,
    IReadOnlyList<string> Evidence,
    DateTimeOffset GivenAt,
    bool Own
);

/// <param name="Status">open, inConflict, settled or void.</param>
/// <param name="Forecasts">Null while they are sealed for this reader.</param>
/// <param name="Blind">True where this reader must judge the claim and has not.</param>
/// <param name="MayJudge">True where this reader may give or replace a verdict now.</param>
public sealed record ClaimView(
    int Number,
    LocalText Statement,
    [property: JsonIgnore] ClaimKind Kind,
    LocalText Criteria,
    DateOnly Due,
    double Weight,
    string? Cluster,
    DateTimeOffset FiledAt,
    string Status,
    string? Outcome,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? SettledAt,
    ReviewMode? Mode,
    bool Imported,
    string? Reason,
    string? LateReason,
    OwnForecast? Mine,
    IReadOnlyList<BeliefView>? Forecasts,
    CrowdView? Crowd,
    IReadOnlyList<VerdictView> Verdicts,
    bool Blind,
    bool MayJudge
) : ClaimTerms(Kind.Shown);

public sealed record EvidenceView(
    string Id,
    string By,
    DateOnly OccurredOn,
    LocalText Text,
    LocalText Source,
    string? Url,
    LocalText? Quotation,
    IReadOnlyDictionary<int, Stance> Stances,
    int Version,
    bool Imported,
    string? Retracted
)
{
    public static EvidenceView Of(Person person, EvidenceItem item, IReadOnlySet<int> blind) =>
        new(
            item.Id,
            item.By,
            item.Fact.OccurredOn,
            item.Fact.Text,
            item.Fact.Source,
            item.Fact.Url,
            item.Fact.Quotation,
            Disclosure.VisibleStances(person, item, blind),
            Disclosure.VisibleVersion(person, item, blind),
            item.Imported,
            item.Retracted
        );
}

/// <summary>A prediction as one reader may see it.</summary>
public sealed record PredictionView(
    string Id,
    string Season,
    bool Synthetic,
    string? Key,
    string Theme,
    LocalText Title,
    LocalText CoreJudgement,
    string Author,
    string AuthorName,
    int? Rank,
    IReadOnlyList<Figure> Figures,
    DateTimeOffset FiledAt,
    long Version,
    IReadOnlyList<ClaimView> Claims,
    IReadOnlyList<EvidenceView> Evidence,
    long EvidenceVersion
)
{
    public static async Task<Found<PredictionView>> Load(
        IQuerySession session,
        Person person,
        string id,
        Clock clock,
        CancellationToken cancellation
    )
    {
        var found = await Find.Prediction(session, person, id, cancellation);
        if (found.Refused is { } refused)
            return new(null, refused);
        var (season, prediction) = (found.Value!.Season, found.Value.Prediction);
        var now = clock.GetUtcNow();
        var facts = await PredictionFacts.Load(session, found.Value, person, now, cancellation);
        var claims = prediction.Claims.Select(c => facts.View(c, person, season, now)).ToList();
        return new(
            new(
                prediction.Id,
                prediction.Season,
                season.Synthetic,
                prediction.Key,
                prediction.Theme,
                prediction.Title,
                prediction.CoreJudgement,
                prediction.Author,
                facts.NameOf(prediction.Author),
                prediction.Rank,
                prediction.Figures,
                prediction.FiledAt,
                facts.Version,
                claims,
                facts.EvidenceFor(person),
                facts.EvidenceVersion
            ),
            null
        );
    }
}
