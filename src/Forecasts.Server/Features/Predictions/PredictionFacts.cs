using System.Text.Json;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Aggregation;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Predictions;

/// <summary>Everything stored about one prediction, before anyone's permissions are asked.</summary>
public sealed class PredictionFacts
{
    private sealed record Turn(string Claim, string Analyst, DateTimeOffset MadeAt, DateTimeOffset? Expires, Belief? Value, bool Imported);

    // Everybody's last turn on each claim: of a thousand turns before it nothing stands.
    private const string LastTurns = """
        select distinct on (claim, analyst) claim, analyst, made_at, expires_at, value, imported from forecasts.forecast_intervals
        where claim = any($1) order by claim, analyst, made_at desc
        """;

    private readonly Prediction prediction;
    private readonly Dictionary<string, ClaimReview> reviews = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CrowdPoint> crowds = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (string? Rationale, long Version)> own = [];
    private IReadOnlyList<Turn> turns = [];
    private Dictionary<string, string> names = [];
    private EvidenceFile? evidence;
    private long ownVersion;

    private PredictionFacts(Prediction prediction) => this.prediction = prediction;

    public Dictionary<string, long> Versions { get; } = new(StringComparer.Ordinal);

    public string NameOf(string account) => names.GetValueOrDefault(account, account);

    public static async Task<PredictionFacts> Load(IQuerySession session, Prediction prediction, string reader, CancellationToken cancellation)
    {
        var facts = new PredictionFacts(prediction);
        var claims = prediction.Claims.Select(c => new ClaimRef(prediction.Id, c.Number)).ToArray();
        foreach (var review in await session.LoadManyAsync<ReviewRecord>(cancellation, claims.Select(Streams.Review).ToArray())) facts.reviews[review.State.Id] = review.State;
        facts.evidence = (await session.LoadAsync<EvidenceRecord>(Streams.Evidence(prediction.Id), cancellation))?.State;
        var mine = Streams.Forecast(prediction.Id, reader);
        foreach (var e in await session.Events.FetchStreamAsync(mine, token: cancellation))
        {
            facts.ownVersion = e.Version;
            facts.own[((ForecastEvent)e.Data).Claim] = (e.Data switch { ForecastEvent.Made m => m.Rationale?.Text, ForecastEvent.Revised r => r.Rationale?.Text, _ => null }, e.Version);
        }

        await facts.Rows(session, [.. claims.Select(c => c.ToString())], cancellation);
        facts.names = await Find.Names(
            session, [prediction.Author, .. facts.turns.Select(t => t.Analyst), .. facts.reviews.Values.SelectMany(r => r.Verdicts.Select(v => v.Reviewer)), .. facts.evidence?.Items.Select(i => i.By) ?? []], cancellation);
        return facts;
    }

    /// <summary>The evidence that this reader may see, by the day it happened.</summary>
    /// <param name="blind">The claims that the reader has yet to judge.</param>
    public IReadOnlyList<EvidenceView> EvidenceFor(Person person, IReadOnlySet<int> blind) =>
        [.. (evidence?.Items ?? []).Where(e => Access.SeesEvidence(person, e, n => reviews.GetValueOrDefault(new ClaimRef(prediction.Id, n).ToString())))
            .OrderBy(e => e.Fact.OccurredOn).Select(e => EvidenceView.Of(person, e, blind))];

    /// <summary>One claim as this reader may see it.</summary>
    public ClaimView View(Claim claim, Person person, Season season, DateTimeOffset now)
    {
        var address = new ClaimRef(prediction.Id, claim.Number).ToString();
        var review = reviews.GetValueOrDefault(address);
        var standing = turns.Where(t => t.Claim == address && t.Value is not null && !(t.Expires <= now)).ToList();
        var holds = turns.Any(t => t.Claim == address && t.Analyst == person.Id);
        var sees = Access.SeesForecasts(person, season, prediction, review, holds, now);
        var resolution = review?.Resolution;
        var mine = standing.FirstOrDefault(t => t.Analyst == person.Id);
        var crowd = sees && crowds.TryGetValue(address, out var point) ? new CrowdView(point.Standing, point.Mean, point.Median) : null;
        var open = review is null or { Status: ReviewStatus.Open };
        return new(
            claim.Number, claim.Statement, claim.Type, claim.Criteria, claim.Due.Local, claim.Weight, claim.Cluster, claim.FiledAt,
            review?.Status switch { ReviewStatus.InConflict => "inConflict", ReviewStatus.Settled => "settled", ReviewStatus.Void => "void", _ => "open" },
            resolution?.Outcome.Word, resolution?.DecidedAt, resolution?.SettledAt, resolution?.Mode, resolution?.Imported ?? false, resolution?.Reason, resolution?.LateReason,
            own.ContainsKey(claim.Number) || mine is not null
                ? new(mine?.Value?.Probability, mine?.Value?.Grades, mine?.MadeAt, own.GetValueOrDefault(claim.Number).Rationale, ownVersion)
                : null,
            sees ? [.. standing.OrderBy(t => NameOf(t.Analyst), StringComparer.Ordinal).Select(t => new BeliefView(
                t.Analyst, NameOf(t.Analyst), t.Value!.Probability, t.Value.Grades, t.MadeAt, t.Imported, t.MadeAt >= resolution?.DecidedAt))] : null,
            crowd,
            [.. Access.VisibleVerdicts(person, review).Select(v => new VerdictView(v.Reviewer, NameOf(v.Reviewer), v.Outcome.Word, v.DecidedAt, v.Reason, v.Evidence, v.GivenAt, v.Reviewer == person.Id))],
            Access.IsBlind(person, season, prediction, review, holds),
            open && Access.Judge(person, season) is null && ReviewDecider.Eligible(season.Rules.Review, person.Id, prediction.Author, holds) is null
                && now >= season.Calendar.WindowOpens.Instant && now < (review?.VerdictsUntil ?? season.Calendar.WindowCloses.Instant));
    }

    private async Task Rows(IQuerySession session, string[] claims, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(LastTurns) { Parameters = { new() { Value = claims } } };
        var found = new List<Turn>();
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            while (await reader.ReadAsync(cancellation))
                found.Add(new(
                    reader.GetString(0), reader.GetString(1), new(reader.GetFieldValue<DateTime>(2), TimeSpan.Zero), reader.IsDBNull(3) ? null : new DateTimeOffset(reader.GetFieldValue<DateTime>(3), TimeSpan.Zero),
                    reader.IsDBNull(4) ? null : Belief.Of(reader.GetFieldValue<double[]>(4)), reader.GetBoolean(5)));
        turns = found;

        await using var series = new NpgsqlCommand("select claim, (points -> -1)::text from forecasts.crowd_series where claim = any($1) and jsonb_array_length(points) > 0") { Parameters = { new() { Value = claims } } };
        await using var points = await session.ExecuteReaderAsync(series, cancellation);
        while (await points.ReadAsync(cancellation)) crowds[points.GetString(0)] = JsonSerializer.Deserialize<CrowdPoint>(points.GetString(1), JsonSerializerOptions.Web)!;
        foreach (var stream in (string[])[Streams.Prediction(prediction.Id), Streams.Evidence(prediction.Id)])
            if (await session.Events.FetchStreamStateAsync(stream, cancellation) is { } state) Versions[stream] = state.Version;
    }
}
