using Forecasts.Domain;
using Forecasts.Scoring.Calibration;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Analysts;

/// <param name="Own">Null of numbers and dates, which have <paramref name="Pit"/>.</param>
public sealed record ClosingRow(string Season, StandingForecast? Own, StandingForecast? Crowd, PitPoint? Pit, DateTimeOffset Due)
{
    public static ClosingRow Of(AnalystClose c, ClaimKind kind) =>
        new(
            c.Season,
            Standing(c, kind, c.ValueAtClose, c.Brier),
            Standing(c, kind, c.Crowd, c.CrowdBrier),
            c is { PitBelow: { } below, PitAt: { } at } ? new(c.Claim, Cluster(c), below, at) : null,
            c.Due
        );

    private static StandingForecast? Standing(AnalystClose c, ClaimKind kind, double[]? value, double? brier) =>
        value is null ? null : ResultsQuery.Standing(c.Claim, Cluster(c), "", 0, kind.Pairs(value, c.Outcome), brier, withdrawn: false);

    private static string Cluster(AnalystClose c) => $"{c.Season} {c.Cluster}";
}

/// <summary>One analyst over the years, from the seasons whose scores this reader may see.</summary>
public static class TrackRecord
{
    extension(ClosingRecord)
    {
        public static ClosingRecord Of(IReadOnlyList<ClosingRow> all)
        {
            List<StandingForecast> rows = [.. all.Select(r => r.Own).OfType<StandingForecast>()];
            List<StandingForecast> crowd = [.. all.Select(r => r.Crowd).OfType<StandingForecast>()];
            int Came(double outcome) => rows.Count(r => r.IsOne && r.Outcome == outcome);
            var clusters = rows.Select(r => r.Cluster).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            var mean =
                rows.Count == 0
                    ? null
                    : ScoreInterval.Mean([.. rows.Select(r => r.Brier)], clusters: [.. rows.Select(r => clusters.IndexOf(r.Cluster))]);
            return new(
                Came(1),
                Came(0.5),
                Came(0),
                mean is null ? null : new(mean.Value, mean.Interval?.Lower, mean.Interval?.Upper),
                rows.Count > 0 && crowd.Count == rows.Count ? BrierFigures.Mean(crowd) : null,
                all.Count(r => r.Own is not { IsOne: true })
            );
        }
    }

    public static readonly Rejection Unknown = Refuse.NotFound("analyst.unknown", "There is no such analyst in a tournament of yours.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/analysts/{id}/track-record",
                async ([AsParameters] Call call, string id, int? year, string? theme) =>
                {
                    await using var session = call.Store.QuerySession();
                    var view = await View(session, call.Person, id, year, theme, call.Now, call.Cancellation);
                    return view is null ? Problems.Of(Unknown) : TypedResults.Json(view, SeasonResults.Json);
                }
            )
            .Answers<TrackRecordView>("One analyst over the years, from the seasons whose scores you may see.");

    public static async Task<TrackRecordView?> View(
        IQuerySession session,
        Person person,
        string id,
        int? year,
        string? theme,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var account = await session.LoadAsync<Account>(id, cancellation);
        if (account is null)
            return null;
        var shared = (await session.Query<Membership>().Where(m => m.Account == id).ToListAsync(cancellation)).Any(m =>
            person.HasAny(m.Tournament)
        );
        if (id != person.Id && !shared && person.Everywhere.Count == 0)
            return null;
        var seasons = (await session.Query<SeasonRecord>().ToListAsync(cancellation))
            .Select(s => s.State)
            .Where(s => person.HasAny(s.Tournament) && (year is null || s.Year == year) && Disclosure.SeesScores(s, now))
            .Select(s => s.Id.ToString())
            .ToArray();

        var (records, closes) = await TrackRows.Read(session, id, seasons, theme, ResultsQuery.Median, cancellation);
        var kind = StoredKind.PerClaim();
        var rows = closes.ConvertAll(c => ClosingRow.Of(c, kind(c.Claim, c.Terms)));
        var closing = rows.GroupBy(r => r.Season, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => ClosingRecord.Of([.. g]), StringComparer.Ordinal);
        var due = rows.Where(r => ResultsQuery.IsDue(r.Due, now)).ToList();
        var points = new ClosingPoints();
        foreach (var own in due.Select(r => r.Own).OfType<StandingForecast>())
            points.Add(own.Claim, own.Cluster, own.Pairs);
        return new(
            id,
            account.Name,
            [
                .. records.Select(r => new SeasonRecordOf(
                    r.Season,
                    r.Claims,
                    r.Peer,
                    r.RelativeBrier,
                    r.Baseline,
                    r.Brier,
                    r.LogScore,
                    r.Coverage,
                    r.Withdrawn,
                    closing.GetValueOrDefault(r.Season)
                )),
            ],
            points.Table() with
            {
                Early = rows.Count - due.Count,
            },
            DistributionFigures.Of([.. due.Select(r => r.Pit).OfType<PitPoint>()])
        );
    }
}
