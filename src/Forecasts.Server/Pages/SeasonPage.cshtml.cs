using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Seasons;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecasts.Server.Pages;

/// <summary>A season: its calendar, its themes with their predictions, and the form to file one.</summary>
public sealed class SeasonPage(IDocumentStore store, Commands commands, NpgsqlDataSource database, Clock clock) : ReaderPage
{
    public const string Filing = "prediction";
    public const int ClaimsInForm = 3;
    private const int Most = 2_000;

    public const string CalendarForm = "calendar";
    public const string OpenForm = "open";
    public const string PublishForm = "publish";

    private Season season = null!;

    public SeasonView View { get; private set; } = null!;

    public IReadOnlyList<PredictionSummary> Predictions { get; private set; } = [];

    public bool Closed => clock.GetUtcNow() >= season.Calendar.ForecastsClose.Instant;

    public bool MayFile => Access.FilePrediction(Person, season.Tournament) is null && (!Closed || NeedsReason);

    /// <summary>An organiser files after the close with a reason.</summary>
    public bool NeedsReason => Closed && Access.Organise(Person, season.Tournament) is null;

    public bool MayOrganise => Access.Organise(Person, season.Tournament) is null;

    /// <summary>The opening's instant has come, and no job has recorded it yet.</summary>
    public bool MayOpen => season.Phase == Phase.Planned && clock.GetUtcNow() >= season.Calendar.Opens.Instant;

    public bool MayPublish => clock.GetUtcNow() >= season.Calendar.WindowCloses.Instant;

    public bool PublishesEarly => clock.GetUtcNow() < season.Calendar.Publishes.Instant;

    /// <summary>The days that an organiser sets; what is past stays.</summary>
    public IEnumerable<(string Name, DateOnly Day, bool Past)> CalendarInputs =>
        CalendarRequest.Days(season.Calendar).Select(d => (d.Name, d.Day.Local, d.Day.Instant <= clock.GetUtcNow()));

    public DateOnly LastDay => season.Calendar.ForecastsClose.Local;

    public IEnumerable<(string Step, DateOnly Day, bool Past)> Days
    {
        get
        {
            var days = season.Calendar;
            (string Step, CalendarDay Day)[] steps =
            [
                ("opens", days.Opens),
                ("forecastsClose", days.ForecastsClose),
                ("revealAt", days.RevealAt),
                ("windowOpens", days.WindowOpens),
                ("windowCloses", days.WindowCloses),
                ("publishes", days.Publishes),
            ];
            return steps.OrderBy(s => s.Day.Instant).Select(s => (s.Step, s.Day.Local, s.Day.Instant <= clock.GetUtcNow()));
        }
    }

    public IEnumerable<PredictionSummary> Of(Theme theme) =>
        Predictions
            .Where(p => p.Theme == theme.Key)
            .OrderBy(p => p.Rank ?? int.MaxValue)
            .ThenBy(p => p.Title.In(Language), StringComparer.CurrentCulture);

    public async Task<IActionResult> OnGet(string t, int y) => await Load(t, y) is { } refused ? Refused(refused) : Page();

    public async Task<IActionResult> OnPost(string t, int y)
    {
        if (await Load(t, y) is { } unknown)
            return Refused(unknown);
        var (request, refused) = FilingForm.Read(Request.Form);
        if (refused is not null)
            return Again(Filing, refused);
        // The form carries an id of its own: sent twice, it files once.
        var (id, done) = await FilePrediction.File(
            Person,
            season,
            request!,
            Ids.From("form", Person.Id, Request.Form.Text("form")),
            commands,
            clock,
            Cancellation
        );
        if (done.Rejection is not { } no)
            return LocalRedirect($"~/predictions/{id}");
        var claims = request!.Filed(id, season, Person.Id, new(Person.Id, clock.GetUtcNow())).Filed?.Claims ?? [];
        return Again(Filing, FilingForm.Placed(no, claims, season));
    }

    public Task<IActionResult> OnPostCalendar(string t, int y) =>
        Organise(
            t,
            y,
            CalendarForm,
            async () =>
            {
                var (request, refused) = DaysForm.Read(Request.Form);
                return refused is not null
                    ? new(0, false, refused)
                    : await PlanSeason.ChangeCalendar(Person, season, request!, null, commands, clock, Cancellation);
            }
        );

    public Task<IActionResult> OnPostOpen(string t, int y) =>
        Organise(t, y, OpenForm, () => PlanSeason.Open(Person, season, commands, clock, Cancellation));

    public Task<IActionResult> OnPostPublish(string t, int y) =>
        Organise(
            t,
            y,
            PublishForm,
            () => PublishSeason.Publish(Person, season, Request.Form.TextOrNull("reason"), commands, store, database, clock, Cancellation)
        );

    private async Task<IActionResult> Organise(string t, int y, string form, Func<Task<Appended>> act)
    {
        if (await Load(t, y) is { } unknown)
            return Refused(unknown);
        return (await act()).Rejection is { } refused
            ? Again(form, refused)
            : LocalRedirect(form == PublishForm ? $"~/seasons/{season.Id}/report" : $"~/seasons/{season.Id}");
    }

    private async Task<Rejection?> Load(string t, int y)
    {
        await using var session = store.QuerySession();
        var found = await Find.Season(session, Person, t, y, Cancellation);
        if (found.Refused is { } refused)
            return refused;
        season = found.Value!;
        View = await SeasonView.Of(store, season, clock, Cancellation);
        Predictions = await ReadPredictions.Of(session, season.Id, null, Most, Cancellation);
        return null;
    }
}
