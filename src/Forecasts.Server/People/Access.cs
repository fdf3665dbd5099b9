using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.People;

/// <summary>Every permission: what no rule allows is refused. What shows to whom <see cref="Disclosure"/> says.</summary>
public static class Access
{
    // What a token is for: null = the person may act so, as far as their roles go.

    private static Rejection? Meant(Person person, TokenScope scope) =>
        person.Scopes?.Contains(scope) == false
            ? Refuse.Forbidden(
                "token.scope",
                $"This token was not made for that: it has not the scope {scope.ToString().ToLowerInvariant()}. Make another one."
            )
            : null;

    /// <summary>A token that only reads changes nothing, whatever the address.</summary>
    public static Rejection? Change(Person person) =>
        person.Scopes?.Any(s => s != TokenScope.Read) == false ? Meant(person, TokenScope.File) : null;

    // Permissions: null = allowed.

    public static Rejection? Administer(Person person) =>
        person.IsAdmin ? Meant(person, TokenScope.Organise) : Refuse.Forbidden("access.admin", "Only an admin may do this.");

    public static Rejection? Read(Person person, string tournament) =>
        person.HasAny(tournament) ? null : Refuse.NotFound("tournament.unknown", "There is no such tournament, or you have no role in it.");

    public static Rejection? Organise(Person person, string tournament) =>
        Needs(person, tournament, TokenScope.Organise, RoleName.Organiser);

    /// <param name="season">Null: of everything.</param>
    public static bool SeesRescore(Person person, string? season) =>
        Administer(person) is null || (SeasonRef.Read(season) is { } one && Organise(person, one.Tournament) is null);

    public static Rejection? FilePrediction(Person person, string tournament) =>
        Needs(person, tournament, TokenScope.File, RoleName.Analyst, RoleName.Organiser);

    /// <summary>Options are added by the prediction's author, or by an organiser.</summary>
    public static Rejection? AddOption(Person person, string tournament, string author) =>
        FilePrediction(person, tournament)
        ?? (
            person.Id == author || Organise(person, tournament) is null
                ? null
                : Refuse.Forbidden("option.not-yours", "Only its author or an organiser adds options to a claim.")
        );

    public static Rejection? Forecast(Person person, string tournament) => Needs(person, tournament, TokenScope.File, RoleName.Analyst);

    public static Rejection? AttachEvidence(Person person, string tournament) =>
        Needs(person, tournament, TokenScope.File, RoleName.Analyst, RoleName.Reviewer, RoleName.Organiser);

    /// <summary>Evidence is corrected and taken back by who attached it, or by an organiser.</summary>
    public static Rejection? ChangeEvidence(Person person, string tournament, string by) =>
        AttachEvidence(person, tournament) ?? (person.Id == by ? null : Organise(person, tournament));

    /// <summary>In mode <c>self</c> the author resolves; otherwise reviewers judge. Who is eligible for a claim the decider says.</summary>
    public static Rejection? Judge(Person person, Season season) => Judge(person, season.Tournament, season.Rules.Review.Mode);

    public static Rejection? Judge(Person person, string tournament, ReviewMode mode) =>
        mode == ReviewMode.Self
            ? Needs(person, tournament, TokenScope.Review, RoleName.Analyst, RoleName.Reviewer, RoleName.Organiser)
            : Needs(person, tournament, TokenScope.Review, RoleName.Reviewer);

    public static Rejection? Import(Person person, string tournament) =>
        Needs(person, tournament, TokenScope.Organise, RoleName.Organiser, RoleName.Analyst) ?? Meant(person, TokenScope.File);

    /// <summary>
    /// Whether this person may send files at all; where to, each line is asked. A worker takes a file in with the roles of its sender, so
    /// their token must be for all that a file can bring.
    /// </summary>
    public static Rejection? Import(Person person) =>
        person.IsAdmin || person.Everywhere.Any(BringsIn) || person.Tournaments.Values.Any(roles => roles.Any(BringsIn))
            ? Meant(person, TokenScope.Organise) ?? Meant(person, TokenScope.File)
            : Refuse.Forbidden("access.import", "Sending files needs the role analyst or organiser in a tournament.");

    private static bool BringsIn(RoleName role) => role is RoleName.Analyst or RoleName.Organiser;

    /// <summary>An analyst brings in only what is their own.</summary>
    public static Rejection? ImportFor(Person person, string tournament, string analyst) =>
        person.Has(tournament, RoleName.Organiser) || person.Id == analyst
            ? null
            : Refuse.Forbidden("import.not-yours", "Only an organiser may import what belongs to another person.");

    /// <summary>An import shows to who made it and to the organisers of every tournament that it wrote to.</summary>
    public static bool SeesImport(Person person, string by, IReadOnlyCollection<string> tournaments) =>
        person.Id == by || Administer(person) is null || (tournaments.Count > 0 && tournaments.All(t => Organise(person, t) is null));

    /// <summary>
    /// Who made an import takes it back as long as they could make it; organisers take back what lies in their tournaments.
    /// </summary>
    public static Rejection? UndoImport(Person person, string by, IReadOnlyCollection<string> tournaments) =>
        tournaments.Select(t => person.Id == by ? Import(person, t) : Organise(person, t)).FirstOrDefault(r => r is not null);

    /// <summary>The tournaments that this person organises; null: all.</summary>
    public static string[]? OrganisedTournaments(Person person) =>
        Meant(person, TokenScope.Organise) is null && (person.IsAdmin || person.Everywhere.Contains(RoleName.Organiser))
            ? null
            : [.. person.Tournaments.Keys.Where(t => Organise(person, t) is null)];

    /// <summary>A reason for a late act counts only from an organiser.</summary>
    public static string? LateReason(Person person, string tournament, string? reason) =>
        Organise(person, tournament) is null && !string.IsNullOrWhiteSpace(reason) ? reason : null;

    // Who is still to judge a claim decides on it by a verdict.

    /// <summary>
    /// An importer who is to judge a claim that is there already does so by a verdict: an imported outcome would meet what is hidden from
    /// them.
    /// </summary>
    public static Rejection? SettleByImport(Person person, Season season, Prediction prediction, ClaimReview? review) =>
        Disclosure.IsBlind(person, season, prediction, review, holdsForecast: false)
            ? Refuse.Forbidden(
                "review.to-judge",
                "You are a reviewer of this claim: give your verdict; an organiser who does not review may import its outcome."
            )
            : null;

    /// <summary>Likewise taking back a claim, once verdicts may have been given.</summary>
    public static Rejection? TakeBackClaim(Person person, Season season, Prediction prediction, ClaimReview? review, DateTimeOffset now) =>
        now >= season.Calendar.WindowOpens.Instant && Disclosure.IsBlind(person, season, prediction, review, holdsForecast: false)
            ? Refuse.Conflict(
                "import.undo-to-judge",
                "You are a reviewer of claims that it brought and have not judged them yet: an organiser who does not review takes it back."
            )
            : null;

    private static Rejection? Needs(Person person, string tournament, TokenScope scope, params RoleName[] roles) =>
        Read(person, tournament)
        ?? (
            roles.Any(r => person.Has(tournament, r))
                ? Meant(person, scope)
                : Refuse.Forbidden(
                    "access.role",
                    $"This needs the role {string.Join(" or ", roles.Select(r => r.ToString().ToLowerInvariant()))} in the tournament '{tournament}'."
                )
        );
}
