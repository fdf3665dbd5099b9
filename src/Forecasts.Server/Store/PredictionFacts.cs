using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>Everything stored about one prediction, before anyone's permissions are asked.</summary>
public sealed class PredictionFacts
{
    private sealed record Turn(string Claim, string Analyst, DateTimeOffset MadeAt, DateTimeOffset? Expires, Belief? Value, bool Imported);

    private readonly Prediction prediction;
    private Dictionary<string, CrowdRow> crowds = [];
    private readonly Dictionary<int, (string? Rationale, long Version)> own = [];
    private IReadOnlyList<Turn> turns = [];
    private Dictionary<string, string> names = [];
    private EvidenceFile? evidence;
    private long ownVersion;

    private PredictionFacts(Prediction prediction, Sight sight) => (this.prediction, Sight) = (prediction, sight);

    public Sight Sight { get; }

    public long Version { get; private set; }

    public string NameOf(string account) => names.GetValueOrDefault(account, account);

    public static async Task<PredictionFacts> Load(
        IQuerySession session,
        Case about,
        Person person,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var (prediction, reader) = (about.Prediction, person.Id);
        var facts = new PredictionFacts(prediction, await Sight.Of(session, person, about, now, cancellation));
        facts.evidence = (await session.LoadAsync<EvidenceRecord>(Streams.Evidence(prediction.Id), cancellation))?.State;
        var mine = Streams.Forecast(prediction.Id, reader);
        foreach (var e in await session.Events.FetchStreamAsync(mine, token: cancellation))
        {
            facts.ownVersion = e.Version;
            facts.own[((ForecastEvent)e.Data).Claim] = (
                e.Data switch
                {
                    ForecastEvent.Made m => m.Rationale?.Text,
                    ForecastEvent.Revised r => r.Rationale?.Text,
                    _ => null,
                },
                e.Version
            );
        }

        await facts.Rows(session, reader, cancellation);
        facts.names = await Find.Names(
            session,
            [
                prediction.Author,
                .. facts.turns.Select(t => t.Analyst),
                .. facts.Sight.Reviews.SelectMany(r => r.Verdicts.Select(v => v.Reviewer)),
                .. facts.evidence?.Items.Select(i => i.By) ?? [],
            ],
            cancellation
        );
        return facts;
    }

    /// <summary>The evidence that this reader may see, by the day it happened.</summary>
    public IReadOnlyList<EvidenceView> EvidenceFor(Person person) =>
        [.. (evidence?.Items ?? []).Where(Sight.Sees).OrderBy(e => e.Fact.OccurredOn).Select(e => EvidenceView.Of(person, e, Sight.Blind))];

    public long EvidenceVersion => Sight.Version(evidence);

    /// <summary>One claim as this reader may see it.</summary>
    public ClaimView View(Claim claim, Person person, Season season, DateTimeOffset now)
    {
        var address = new ClaimRef(prediction.Id, claim.Number).ToString();
        var review = Sight.Review(claim.Number);
        var standing = turns.Where(t => t.Claim == address && t.Value is not null && !(t.Expires <= now)).ToList();
        var holds = Sight.HoldsForecast(claim.Number);
        var sees = Sight.SeesForecasts(claim.Number);
        var resolution = review?.Resolution;
        var mine = standing.FirstOrDefault(t => t.Analyst == person.Id);
        var crowd =
            sees && crowds.TryGetValue(address, out var point) ? Crowd(claim.Kind, point, [.. standing.Select(t => t.Value!)]) : null;
        var open = review is null or { Status: ReviewStatus.Open };
        return new(
            claim.Number,
            claim.Statement,
            claim.Kind,
            claim.Criteria,
            claim.Due.Local,
            claim.Weight,
            claim.Cluster,
            claim.FiledAt,
            review?.Status switch
            {
                ReviewStatus.InConflict => "inConflict",
                ReviewStatus.Settled => "settled",
                ReviewStatus.Void => "void",
                _ => "open",
            },
            resolution?.Outcome.Word,
            resolution?.DecidedAt,
            resolution?.SettledAt,
            resolution?.Mode,
            resolution?.Imported ?? false,
            resolution?.Reason,
            resolution?.LateReason,
            own.ContainsKey(claim.Number) || mine is not null
                ? new(mine?.Value, mine?.MadeAt, own.GetValueOrDefault(claim.Number).Rationale, ownVersion)
                : null,
            sees
                ?
                [
                    .. standing
                        .OrderBy(t => NameOf(t.Analyst), StringComparer.Ordinal)
                        .Select(t => new BeliefView(
                            t.Analyst,
                            NameOf(t.Analyst),
                            t.Value!.Stated,
                            t.MadeAt,
                            t.Imported,
                            t.MadeAt >= resolution?.DecidedAt
                        )),
                ]
                : null,
            crowd,
            [
                .. Disclosure
                    .VisibleVerdicts(person, review)
                    .Select(v => new VerdictView(
                        v.Reviewer,
                        NameOf(v.Reviewer),
                        v.Outcome.Word,
                        v.DecidedAt,
                        v.Reason,
                        v.Evidence,
                        v.GivenAt,
                        v.Reviewer == person.Id
                    )),
            ],
            Sight.Blind.Contains(claim.Number),
            open
                && Access.Judge(person, season) is null
                && ReviewDecider.Eligible(season.Rules.Review, person.Id, prediction.Author, holds) is null
                && now >= season.Calendar.WindowOpens.Instant
                && now < (review?.VerdictsUntil ?? season.Calendar.WindowCloses.Instant)
        );
    }

    private static CrowdView Crowd(ClaimKind kind, CrowdRow point, IReadOnlyList<Belief> standing) =>
        new(point.Standing, Shares(kind, point.Mean, standing), Shares(kind, point.Median, standing), Quantiles(kind, point));

    // Of an option that none of them had there is no share. A crowd that an option has yet to be added to is not shown.
    private static IReadOnlyList<double?>? Shares(ClaimKind kind, IReadOnlyList<double>? values, IReadOnlyList<Belief> standing)
    {
        if (kind is not ChoiceClaim choice)
            return values is null ? null : [.. values.Select(v => (double?)v)];
        if (values is null || values.Count != choice.Options.Count)
            return null;
        var had = standing.OfType<Belief.Options>().SelectMany(b => b.Shares).Select(s => s.Option).ToHashSet(StringComparer.Ordinal);
        return [.. choice.Names.Zip(values, (name, share) => had.Contains(name) ? share : (double?)null)];
    }

    private static IReadOnlyList<StatedPoint>? Quantiles(ClaimKind kind, CrowdRow point) =>
        kind is RangedClaim ranged && point.Fan is { } fan
            ? [.. CrowdRow.Levels.Zip(fan, (level, place) => new StatedPoint(level, ranged.At(place)))]
            : null;

    // What is not shown is not read: not even its time tells how much of it there is.
    private async Task Rows(IQuerySession session, string reading, CancellationToken cancellation)
    {
        string[] all = [.. prediction.Claims.Select(c => new ClaimRef(prediction.Id, c.Number).ToString())];
        string[] shown =
        [
            .. prediction.Claims.Where(c => Sight.SeesForecasts(c.Number)).Select(c => new ClaimRef(prediction.Id, c.Number).ToString()),
        ];
        var kinds = prediction.Claims.ToDictionary(
            c => new ClaimRef(prediction.Id, c.Number).ToString(),
            c => c.Kind,
            StringComparer.Ordinal
        );
        turns = (await TurnRows.Latest(session, all, reading, shown, cancellation)).ConvertAll(t => new Turn(
            t.Claim,
            t.Analyst,
            t.MadeAt,
            t.ExpiresAt,
            t.Value is { } value ? kinds[t.Claim].Belief(value) : null,
            t.Imported
        ));
        crowds = await CrowdRows.Last(session, shown, cancellation);
        Version = (await session.Events.FetchStreamStateAsync(Streams.Prediction(prediction.Id), cancellation))?.Version ?? 0;
    }
}
