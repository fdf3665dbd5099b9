using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.People;

/// <summary>
/// The one answer to: may this reader see this item at this moment. Pages, API, report, charts, history and exports ask here and nowhere
/// else; <c>WhatShows/ScriptedYear.txt</c> among the tests is the table of what it comes to.
/// </summary>
public static class Disclosure
{
    // Sealing: who sees what others believe.

    /// <summary>True where this person must judge the claim and has not: until then nothing of what others think is shown.</summary>
    public static bool IsBlind(Person person, Season season, Prediction prediction, ClaimReview? review, bool holdsForecast) =>
        season.Rules.Review.Mode == ReviewMode.Independent
        && person.Has(season.Tournament, RoleName.Reviewer)
        && review is null or { Status: ReviewStatus.Open }
        && review?.VerdictOf(person.Id) is null
        && ReviewDecider.Eligible(season.Rules.Review, person.Id, prediction.Author, holdsForecast) is null;

    /// <summary>Others' forecasts and the crowd on one claim.</summary>
    /// <param name="holdsForecast">The person has filed a forecast on the claim.</param>
    public static bool SeesForecasts(
        Person person,
        Season season,
        Prediction prediction,
        ClaimReview? review,
        bool holdsForecast,
        DateTimeOffset now
    )
    {
        if (IsBlind(person, season, prediction, review, holdsForecast))
            return false;
        if (season.RevealedAt(now))
            return true;
        return season.Rules.Visibility switch
        {
            Visibility.Open => true,
            Visibility.AfterOwn => holdsForecast,
            _ => false,
        };
    }

    /// <summary>
    /// Scores tell what was forecast, one's own what the others did: all of them stay sealed as long as the forecasts are.
    /// </summary>
    public static bool SeesScores(Season season, DateTimeOffset now) =>
        season.RevealedAt(now) || season.Rules.Visibility == Visibility.Open;

    // Blindness: who sees which verdicts.

    /// <summary>Before the quorum a verdict shows to its author alone; its number too.</summary>
    public static IReadOnlyList<Verdict> VisibleVerdicts(Person person, ClaimReview? review) =>
        review is null ? []
        : review.Status == ReviewStatus.Open ? [.. review.Verdicts.Where(v => v.Reviewer == person.Id)]
        : review.Verdicts;

    /// <summary>
    /// The record of an imported outcome says what a verdict says: while its claim is open (it was reopened) it shows to its importer
    /// alone.
    /// </summary>
    public static bool SeesEvidence(Person? person, EvidenceItem item, Func<int, ClaimReview?> reviewOf) =>
        item.OutcomeOf is not { } claim || item.By == person?.Id || reviewOf(claim)?.Status is not (null or ReviewStatus.Open);

    /// <summary>A stance on a claim that this person has yet to judge stays hidden, unless it is their own.</summary>
    public static IReadOnlyDictionary<int, Stance> VisibleStances(Person person, EvidenceItem item, IReadOnlySet<int> blindClaims) =>
        item.By == person.Id || blindClaims.Count == 0
            ? item.Fact.Stances
            : item.Fact.Stances.Where(s => !blindClaims.Contains(s.Key)).ToDictionary();

    /// <summary>
    /// The version of a prediction's evidence as this reader sees it: a change of what is hidden does not move it. Whoever is blind to no
    /// claim sees the stream's own version.
    /// </summary>
    public static long VisibleVersion(Person person, EvidenceFile? file, IReadOnlySet<int> blindClaims, Func<int, ClaimReview?> reviewOf) =>
        (file?.Items ?? []).Where(i => SeesEvidence(person, i, reviewOf)).Sum(i => (long)VisibleVersion(person, i, blindClaims));

    public static int VisibleVersion(Person person, EvidenceItem item, IReadOnlySet<int> blindClaims) =>
        blindClaims.Count == 0 || item.By == person.Id ? item.Version : item.Version - item.StanceChanges;
}
