using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Reports;

/// <summary>The one builder of reports, for the live view and for the frozen one.</summary>
public static class BuildReport
{
    /// <summary>The retrospective: what was judged, with what came of it.</summary>
    public static async Task<IReadOnlyList<ReportTheme>> Themes(IQuerySession session, Season season, CancellationToken cancellation)
    {
        string id = season.Id;
        var predictions = (await session.Query<PredictionRecord>().Where(p => p.Season == id).ToListAsync(cancellation))
            .Select(p => p.State)
            .ToList();
        var reviews = (
            await session.LoadManyAsync<ReviewRecord>(
                cancellation,
                [.. predictions.SelectMany(p => p.Claims.Select(c => Streams.Review(new(p.Id, c.Number))))]
            )
        ).ToDictionary(r => r.State.Id, r => r.State);
        var evidence = (
            await session.LoadManyAsync<EvidenceRecord>(cancellation, [.. predictions.Select(p => Streams.Evidence(p.Id))])
        ).ToDictionary(e => e.Id, e => e.State);

        ClaimReview? Review(Prediction prediction, int claim) => reviews.GetValueOrDefault(new ClaimRef(prediction.Id, claim).ToString());

        ReportClaim Claim(Prediction prediction, Claim claim)
        {
            var review = Review(prediction, claim.Number);
            var resolution = review?.Resolution;
            return new(
                claim.Number,
                claim.Statement,
                claim.Kind.Word,
                claim.Due.Local,
                review?.Status switch
                {
                    ReviewStatus.InConflict => "inConflict",
                    ReviewStatus.Settled => "settled",
                    ReviewStatus.Void => "void",
                    _ => "open",
                },
                resolution?.Outcome.Word,
                resolution?.DecidedAt,
                resolution?.Mode,
                resolution?.Imported ?? false,
                resolution?.LateReason,
                claim.Kind.Terms.Unit
            );
        }

        ReportPrediction Prediction(Prediction p)
        {
            // Reviewers are blind to each other's stances: a claim's stances show once it is settled.
            var settled = p.Claims.Where(c => Review(p, c.Number)?.Resolution is not null).Select(c => c.Number).ToHashSet();
            var facts = (evidence.GetValueOrDefault(Streams.Evidence(p.Id))?.Standing ?? []).Where(e =>
                Disclosure.SeesEvidence(null, e, n => Review(p, n))
            );
            return new(
                p.Id,
                p.Title,
                p.CoreJudgement,
                p.Author,
                p.Rank,
                p.Figures,
                [.. p.Claims.Select(c => Claim(p, c))],
                [
                    .. facts
                        .OrderBy(e => e.Fact.OccurredOn)
                        .ThenBy(e => e.Id, StringComparer.Ordinal)
                        .Select(e => new ReportEvidence(
                            e.Fact.OccurredOn,
                            e.Fact.Text,
                            e.Fact.Source,
                            e.Fact.Url,
                            e.Fact.Stances.Where(s => settled.Contains(s.Key)).OrderBy(s => s.Key).ToDictionary()
                        )),
                ]
            );
        }

        return
        [
            .. season.Themes.Select(theme => new ReportTheme(
                theme.Key,
                theme.Name,
                [
                    .. predictions
                        .Where(p => p.Theme == theme.Key)
                        .OrderBy(p => p.Rank ?? int.MaxValue)
                        .ThenBy(p => p.FiledAt)
                        .ThenBy(p => p.Id, StringComparer.Ordinal)
                        .Select(Prediction),
                ]
            )),
        ];
    }

    /// <param name="hidden">True while scores are sealed: the report then has the retrospective alone.</param>
    public static ReportContent Of(Season season, IReadOnlyList<ReportTheme> themes, SeasonResults results, bool hidden)
    {
        var claims = themes.SelectMany(t => t.Predictions).SelectMany(p => p.Claims).ToList();
        var ranked = Standings
            .Rank(results.Standings, Standings.DefaultBy)
            .Select(r => RankedStanding.Of(r.Rank, r.Row, r.Row.Forecaster, Standings.DefaultBy));
        return new(
            season.Id,
            season.Title,
            season.Synthetic,
            season.Rules.Review,
            results.Revision,
            new(
                themes.Sum(t => t.Predictions.Count),
                claims.Count,
                claims.Count(c => c.Status == "settled"),
                claims.Count(c => c.Status == "void"),
                claims.Count(c => c.Status == "open"),
                claims.Count(c => c.Status == "inConflict"),
                results.DecidedBeforeOpening
            ),
            themes,
            hidden ? null : results.Calibration,
            hidden ? null : results.CrowdCalibration,
            new(
                Standings.DefaultBy,
                hidden,
                results.ClaimsEntered,
                hidden ? [] : [.. ranked],
                hidden
                    ? []
                    :
                    [
                        .. results.Crowds.Select(c => new CrowdStanding(
                            c.Forecaster,
                            c.Peer,
                            c.RelativeBrier,
                            c.Baseline,
                            c.Brier,
                            c.LogScore,
                            c.Coverage,
                            c.Claims
                        )),
                    ],
                results.Entered
            ),
            hidden ? null : results.Figures,
            hidden ? null : results.Distributions
        );
    }
}
