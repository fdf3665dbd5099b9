using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>What one reader may see of one prediction, known before anything is read that may be hidden from them.</summary>
public sealed class Sight
{
    private readonly Person person;
    private readonly Season season;
    private readonly Prediction prediction;
    private readonly DateTimeOffset now;
    private readonly Dictionary<string, ClaimReview> reviews = new(StringComparer.Ordinal);
    private readonly HashSet<string> own = new(StringComparer.Ordinal);

    private Sight(Person person, Case about, DateTimeOffset now) =>
        (this.person, season, prediction, this.now) = (person, about.Season, about.Prediction, now);

    /// <summary>The claims that this reader has yet to judge.</summary>
    public IReadOnlySet<int> Blind { get; private set; } = new HashSet<int>();

    public string Prediction => prediction.Id;

    public IEnumerable<ClaimReview> Reviews => reviews.Values;

    public static async Task<Sight> Of(IQuerySession session, Person person, Case about, DateTimeOffset now, CancellationToken cancellation)
    {
        var sight = new Sight(person, about, now);
        var claims = about.Prediction.Claims.Select(c => new ClaimRef(about.Prediction.Id, c.Number)).ToArray();
        foreach (var review in await session.LoadManyAsync<ReviewRecord>(cancellation, claims.Select(Streams.Review).ToArray()))
            sight.reviews[review.State.Id] = review.State;
        sight.own.UnionWith(await ForecastRows.ClaimsOf(session, claims, person.Id, cancellation));
        sight.Blind = about.Prediction.Claims.Select(c => c.Number).Where(sight.IsBlind).ToHashSet();
        return sight;
    }

    public ClaimReview? Review(int claim) => reviews.GetValueOrDefault(Address(claim));

    public bool HoldsForecast(int claim) => own.Contains(Address(claim));

    /// <summary>Others' forecasts and the crowd.</summary>
    public bool SeesForecasts(int claim) => Disclosure.SeesForecasts(person, season, prediction, Review(claim), HoldsForecast(claim), now);

    public bool Sees(EvidenceItem item) => Disclosure.SeesEvidence(person, item, Review);

    /// <summary>Of the evidence, as this reader sees it.</summary>
    public long Version(EvidenceFile? file) => Disclosure.VisibleVersion(person, file, Blind, Review);

    private bool IsBlind(int claim) => Disclosure.IsBlind(person, season, prediction, Review(claim), HoldsForecast(claim));

    private string Address(int claim) => new ClaimRef(prediction.Id, claim).ToString();
}
