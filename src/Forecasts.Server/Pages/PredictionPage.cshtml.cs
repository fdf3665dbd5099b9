using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Evidence;
using Forecasts.Server.Features.Forecasting;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Review;
using Forecasts.Server.Pages.Kinds;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Pages;

/// <summary>A claim with the page it stands on, for the parts of that page.</summary>
public sealed record ClaimOnPage(PredictionPage Page, ClaimView Claim)
{
    /// <summary>The name of one of the claim's forms.</summary>
    public string Form(string kind) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{Claim.Number}");
}

/// <summary>The form of one piece of evidence: a new one where the fact is null, else its correction.</summary>
public sealed record EvidenceOnPage(PredictionPage Page, EvidenceView? Fact)
{
    public string Form => Fact is null ? "evidence" : "correct-" + Fact.Id;

    public string Retraction => "retract-" + Fact?.Id;
}

/// <summary>One prediction: its claims, what people believe of them, the evidence, and the forms for what this reader may do.</summary>
public sealed class PredictionPage(IDocumentStore store, Commands commands, Clock clock) : ReaderPage
{
    /// <summary>How many of a claim's forecasts are listed at first.</summary>
    public const int Shown = 50;

    private (int Claim, Looked Looked)? asked;

    public bool ShowsAll => Request.Query.ContainsKey("all");

    public PredictionView View { get; private set; } = null!;

    public Season Season { get; private set; } = null!;

    public LocalText Theme => Season.Themes.FirstOrDefault(t => t.Key == View.Theme)?.Name ?? View.Theme;

    public bool MayForecast => Access.Forecast(Person, Season.Tournament) is null;

    public bool MayAttach => Access.AttachEvidence(Person, Season.Tournament) is null;

    /// <summary>Whoever is blind to a claim does not see others' stances, and would send them back empty.</summary>
    public bool MayChange(EvidenceView fact) =>
        fact.Retracted is null
        && Access.ChangeEvidence(Person, Season.Tournament, fact.By) is null
        && (fact.By == Person.Id || !View.Claims.Any(c => c.Blind));

    public bool MayOrganise => Access.Organise(Person, Season.Tournament) is null;

    public DateOnly Today => Zones.DayOf(clock.GetUtcNow(), Season.Calendar.TimeZone);

    public bool NotYetOpen => clock.GetUtcNow() < Season.Calendar.Opens.Instant;

    /// <summary>True while the season takes forecasts and the claim is not due.</summary>
    public bool TakesForecasts(ClaimView claim) =>
        Season.AcceptsForecastsAt(clock.GetUtcNow()) && clock.GetUtcNow() < Zones.Closing(claim.Due, Season.Calendar.TimeZone).Instant;

    /// <summary>The reader sees the form of their forecast.</summary>
    public bool TypesForecast(ClaimView claim) => MayForecast && claim.Status == "open" && TakesForecasts(claim);

    public bool MayAddOption(ClaimView claim) =>
        claim is { Kind: ChoiceClaim, Status: "open" or "inConflict" }
        && TakesForecasts(claim)
        && Access.AddOption(Person, Season.Tournament, View.Author) is null;

    /// <summary>What was asked to be looked at, else what the reader holds.</summary>
    public Looked LookedAt(ClaimView claim) =>
        asked is { } look && look.Claim == claim.Number ? look.Looked : new(claim.Kind, claim.Mine?.Belief);

    /// <summary>By the clocks of the season's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => Zones.Local(instant, Season.Calendar.TimeZone);

    /// <summary>The same as if it were UTC, which is what a picture's axis shows.</summary>
    public DateTimeOffset Clock(DateTimeOffset instant) => new(Local(instant).DateTime, TimeSpan.Zero);

    public DateOnly DayOf(DateTimeOffset instant) => Zones.DayOf(instant, Season.Calendar.TimeZone);

    public async Task<IActionResult> OnGet(string id)
    {
        await using var session = store.QuerySession();
        return await Load(session, id) is { } refused ? Refused(refused) : Page();
    }

    public Task<IActionResult> OnPostForecast(string id, int claim) =>
        Act(
            id,
            "forecast",
            claim,
            async (_, about) =>
            {
                var kind = about.Prediction.Claim(claim)?.Kind;
                var (request, refused) = PredictionForms.Forecast(Request.Form, kind);
                if (refused is not null)
                    return new(0, false, refused);
                var done = await FileForecast.File(Person, new(id, claim), request!, null, null, commands, Cancellation);
                return done.Rejection is not { } no
                    ? done
                    : done with
                    {
                        Rejection = BeliefForm.Placed(no, Request.Form, kind, about.Season.Rules.Scoring.Floor),
                    };
            }
        );

    /// <summary>The page again with the picture of what was typed, or the picture alone; nothing is filed.</summary>
    public async Task<IActionResult> OnPostLook(string id, int claim, bool part = false)
    {
        await using var session = store.QuerySession();
        var found = await Find.Prediction(session, Person, id, Cancellation);
        if ((found.Refused ?? Find.NoClaim(found.Value!.Prediction, claim)) is { } unknown)
            return Refused(unknown);
        var looked = Look(found.Value!, found.Value!.Prediction.Claim(claim)!.Kind);
        if (looked.Refused is { } wrong)
            Response.StatusCode = Problems.Status(wrong.Kind);
        if (part)
            return Partial("/Pages/Kinds/_Looked.cshtml", looked);
        if (await Load(session, id) is { } gone)
            return Refused(gone);
        Form = new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"forecast-{claim}"), looked.Refused, Request.Form);
        asked = (claim, looked with { Refused = null });
        return Page();
    }

    private Looked Look(Case about, ClaimKind kind)
    {
        var floor = about.Season.Rules.Scoring.Floor;
        var (stated, unread) = BeliefForm.Read(Request.Form, kind);
        if (stated is null)
            return new(kind, null, unread);
        var (belief, refused) = kind.Read(stated, floor, clock.GetUtcNow());
        return new(kind, belief, refused is null ? null : BeliefForm.Placed(refused, Request.Form, kind, floor));
    }

    public Task<IActionResult> OnPostWithdraw(string id, int claim) =>
        Act(id, "forecast", claim, (_, _) => FileForecast.Withdraw(Person, new(id, claim), null, null, commands, Cancellation));

    public Task<IActionResult> OnPostEvidence(string id) =>
        Act(
            id,
            "evidence",
            null,
            async (_, _) =>
            {
                var (request, refused) = PredictionForms.Evidence(Request.Form);
                // The form carries an id of its own: sent twice, it attaches once.
                return refused is not null
                    ? new(0, false, refused)
                    : await AttachEvidence.Attach(
                        Person,
                        id,
                        Ids.From("form", Person.Id, Request.Form.Text("form")),
                        request!,
                        commands,
                        clock,
                        Cancellation
                    );
            }
        );

    public Task<IActionResult> OnPostCorrect(string id, string evidence) =>
        Act(
            id,
            "correct-" + evidence,
            null,
            async (session, _) =>
            {
                var known = (await session.LoadAsync<EvidenceRecord>(Streams.Evidence(id), Cancellation))?.State.Item(evidence)?.Fact;
                var (request, refused) = PredictionForms.Evidence(Request.Form, known);
                return refused is not null
                    ? new(0, false, refused)
                    : await AttachEvidence.Correct(Person, id, evidence, request!, null, commands, clock, Cancellation);
            }
        );

    public Task<IActionResult> OnPostRetract(string id, string evidence) =>
        Act(
            id,
            "retract-" + evidence,
            null,
            (_, _) => AttachEvidence.Retract(Person, id, evidence, Request.Form.TextOrNull("reason"), null, commands, clock, Cancellation)
        );

    public Task<IActionResult> OnPostVerdict(string id, int claim) =>
        Act(
            id,
            "verdict",
            claim,
            async (_, about) =>
            {
                var (request, refused) = PredictionForms.Verdict(Request.Form, about.Prediction.Claim(claim)?.Kind);
                return refused is not null
                    ? new(0, false, refused)
                    : await GiveVerdict.Give(Person, new(id, claim), request!, commands, clock, Cancellation);
            }
        );

    public Task<IActionResult> OnPostOption(string id, int claim) =>
        Act(
            id,
            "option",
            claim,
            (_, about) =>
                AddOption.Add(
                    Person,
                    about,
                    claim,
                    new(Request.Form.Text("option"), Request.Form.Text("note")),
                    commands,
                    clock,
                    Cancellation
                )
        );

    public Task<IActionResult> OnPostVoid(string id, int claim) =>
        Act(
            id,
            "void",
            claim,
            (_, _) =>
                SettleByHand.Void(
                    Person,
                    new(id, claim),
                    new(Request.Form.Text("code"), Request.Form.Text("reason")),
                    commands,
                    clock,
                    Cancellation
                )
        );

    public Task<IActionResult> OnPostReopen(string id, int claim) =>
        Act(
            id,
            "reopen",
            claim,
            (_, _) => SettleByHand.Reopen(Person, new(id, claim), new(Request.Form.Text("reason")), commands, clock, Cancellation)
        );

    private async Task<IActionResult> Act(string id, string kind, int? claim, Func<IQuerySession, Case, Task<Appended>> act)
    {
        await using var session = store.QuerySession();
        var found = await Find.Prediction(session, Person, id, Cancellation);
        if (found.Refused is { } unknown)
            return Refused(unknown);
        var done = await act(session, found.Value!);
        var place = claim is { } n ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"claim-{n}") : "evidence";
        if (done.Rejection is not { } refused)
            return LocalRedirect($"~/predictions/{id}#{place}");
        return await Load(session, id) is { } gone ? Refused(gone) : Again(claim is null ? kind : kind + place["claim".Length..], refused);
    }

    private async Task<Rejection?> Load(IQuerySession session, string id)
    {
        var found = await PredictionView.Load(session, Person, id, clock, Cancellation);
        if (found.Refused is { } refused)
            return refused;
        View = found.Value!;
        Season = (await session.LoadAsync<SeasonRecord>(Streams.Season(View.Season), Cancellation))!.State;
        return null;
    }
}
