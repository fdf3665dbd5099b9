using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecasts.Server.Pages;

/// <summary>The installation at a glance, and what consumers gave up on; for admins.</summary>
public sealed class OperationsPage(
    Overview overview,
    ErrorQueues errors,
    DiscardedMessages discarded,
    IDocumentStore store,
    NpgsqlDataSource database
) : ReaderPage
{
    public const string Anew = "rescore";
    private static readonly Rejection NoBroker = Refuse.Conflict(
        "broker.unavailable",
        "The broker does not answer; try again in a moment."
    );

    public OperationsView View { get; private set; } = null!;

    /// <summary>The oldest failed messages of each queue that has some.</summary>
    public IReadOnlyList<(QueueDepth Queue, IReadOnlyList<InspectedMessage> Messages)> Failed { get; private set; } = [];

    public IReadOnlyList<DiscardedMessage> Discarded { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the form before has done: which act, and with how many messages.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Messages { get; set; }

    /// <summary>Which scores may be made anew.</summary>
    public IReadOnlyList<string> Seasons { get; private set; } = [];

    /// <summary>Id of the request to score anew that is watched.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Rescore { get; set; }

    /// <summary>How far that is.</summary>
    public RescoreView? Rescoring { get; private set; }

    /// <summary>Name of the form for one message (null: for all of a queue).</summary>
    public static string FormOf(string queue, string? id) => id is null ? "all-" + queue : "one-" + id;

    public async Task<IActionResult> OnGet()
    {
        if (Access.Administer(Person) is { } refused)
            return Refused(refused);
        await Load();
        // Until it is done the page looks again.
        if (Rescoring is { Finished: false })
            Response.Headers["Refresh"] = "2";
        return Page();
    }

    public async Task<IActionResult> OnPostRescore()
    {
        if (Access.Administer(Person) is { } forbidden)
            return Refused(forbidden);
        // The form carries an id of its own: sent twice, it asks once.
        var id = Ids.From("rescore", Person.Id, Request.Form.Text("form"));
        // No fragment: at one, a browser does not load the page again by itself.
        var (season, claim) = (Request.Form.TextOrNull("season"), Request.Form.TextOrNull("claim"));
        if (await Features.Scoring.Rescore.Ask(database, id, Person.Id, season, claim, Cancellation) is not null)
            return LocalRedirect($"~/operations?rescore={id}");
        await Load();
        return Again(Anew, Features.Scoring.Rescore.NoClaim);
    }

    public Task<IActionResult> OnPostReplay() =>
        Act("replayed", (queue, id) => FailedMessages.Replay(Person, queue, id, errors, Cancellation));

    public Task<IActionResult> OnPostDiscard() =>
        Act("discarded", (queue, id) => FailedMessages.Discard(Person, queue, id, Request.Form.TextOrNull("reason"), errors, Cancellation));

    private async Task<IActionResult> Act(string done, Func<string, string?, Task<(Handled? Done, Rejection? Refused)>> act)
    {
        if (Access.Administer(Person) is { } forbidden)
            return Refused(forbidden);
        var (queue, id) = (Request.Form.Text("queue"), Request.Form.TextOrNull("message"));
        var (handled, refused) = (default(Handled), NoBroker);
        try
        {
            (handled, refused) = await act(queue, id);
        }
        catch (BrokerUnavailableException)
        {
            // The page says so where its queues would be.
        }

        if (refused is null)
            return LocalRedirect(FormattableString.Invariant($"~/operations?done={done}&messages={handled!.Messages}"));
        await Load();
        var again = Again(FormOf(queue, id), refused);
        if (refused == NoBroker)
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return again;
    }

    private async Task Load()
    {
        View = await overview.Look(Cancellation);
        var failed = new List<(QueueDepth, IReadOnlyList<InspectedMessage>)>();
        try
        {
            foreach (var depth in (View.Queues ?? []).Where(q => q.Errors > 0))
                failed.Add((depth, await errors.Read(depth.Queue, 0, FailedMessages.Shown, Cancellation)));
        }
        catch (BrokerUnavailableException)
        {
            View = View with { Queues = null };
        }

        Failed = failed;
        Discarded = await discarded.Read(null, FailedMessages.Shown, Cancellation);
        await using var session = store.QuerySession();
        Seasons =
        [
            .. (await session.Query<SeasonRecord>().ToListAsync(Cancellation))
                .Select(s => s.State.Id.ToString())
                .Order(StringComparer.Ordinal),
        ];
        Rescoring = Rescore is { Length: > 0 } id ? await Features.Scoring.Rescore.Progress(database, id, Cancellation) : null;
        Names = await Find.Names(session, Discarded.Select(d => d.By), Cancellation);
    }
}
