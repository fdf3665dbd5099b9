using System.Globalization;
using Forecasts.Domain;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Operations;

/// <summary>What consumers gave up on: to look at, to replay, to discard with a reason. For admins.</summary>
public static class FailedMessages
{
    public const int Shown = 20;
    public const int LongestReason = 1_000;

    private static readonly Rejection NoQueue = Refuse.NotFound(
        "queue.unknown",
        $"There is no such queue. Where RabbitMQ is configured they are: {string.Join(", ", ErrorQueues.Queues)}."
    );
    private static readonly Rejection NoMessage = Refuse.NotFound(
        "message.unknown",
        "There is no such message in that error queue; somebody may have dealt with it."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        const With ForAdmins = With.AdminsAlone | With.Broker;
        routes
            .MapGet(
                "/operations/errors/{queue}",
                async ([AsParameters] Call call, string queue, int? after, int? limit, ErrorQueues errors) =>
                {
                    if (
                        Check.First(
                            Access.Administer(call.Person),
                            Paging.Check(limit),
                            Known(errors, queue),
                            after is < 0 or > ErrorQueues.MostHeld
                                ? Refuse.Invalid("paging.after", "'after' is the 'next' of a page before.", "after")
                                : null
                        ) is
                        { } refused
                    )
                        return Problems.Of(refused);
                    var (skip, take) = (after ?? 0, limit ?? 50);
                    var found = await errors.Read(queue, skip, take + 1, call.Cancellation);
                    return TypedResults.Json(
                        Page<FailedMessage>.Of(
                            [.. found.Select(f => f.Message)],
                            take,
                            _ => (skip + take).ToString(CultureInfo.InvariantCulture)
                        )
                    );
                }
            )
            .Answers<Page<FailedMessage>>("The messages that consumers of a queue gave up on, the oldest first; admins only.", ForAdmins);

        routes
            .MapGet(
                "/operations/errors/{queue}/{id}",
                async ([AsParameters] Call call, string queue, string id, ErrorQueues errors) =>
                    (Access.Administer(call.Person) ?? Known(errors, queue)) is { } refused ? Problems.Of(refused)
                    : await errors.Find(queue, id, call.Cancellation) is { } found ? TypedResults.Json(found)
                    : Problems.Of(NoMessage)
            )
            .Answers<InspectedMessage>("A failed message with its body; admins only.", ForAdmins);

        routes
            .MapPost(
                "/operations/errors/{queue}/{id}/replay",
                ([AsParameters] Call call, string queue, string id, ErrorQueues errors) =>
                    Answer(Replay(call.Person, queue, id, errors, call.Cancellation))
            )
            .Answers<Handled>("Sends a failed message to its queue once more; admins only.", ForAdmins);

        routes
            .MapPost(
                "/operations/errors/{queue}/replay",
                ([AsParameters] Call call, string queue, ErrorQueues errors) =>
                    Answer(Replay(call.Person, queue, null, errors, call.Cancellation))
            )
            .Answers<Handled>("Sends the failed messages of a queue there once more, at most 2000 at a time; admins only.", ForAdmins);

        routes
            .MapPost(
                "/operations/errors/{queue}/{id}/discard",
                ([AsParameters] Call call, string queue, string id, DiscardRequest request, ErrorQueues errors) =>
                    Answer(Discard(call.Person, queue, id, request.Reason, errors, call.Cancellation))
            )
            .Answers<Handled>("Takes a failed message away for good, with a reason that is kept; admins only.", ForAdmins);

        routes
            .MapPost(
                "/operations/errors/{queue}/discard",
                ([AsParameters] Call call, string queue, DiscardRequest request, ErrorQueues errors) =>
                    Answer(Discard(call.Person, queue, null, request.Reason, errors, call.Cancellation))
            )
            .Answers<Handled>("Takes the failed messages of a queue away for good, at most 2000 at a time; admins only.", ForAdmins);

        routes
            .MapGet(
                "/operations/discarded",
                async ([AsParameters] Call call, string? after, int? limit, DiscardedMessages discarded) =>
                {
                    var (place, unknown) = call.Context.Place(after);
                    if ((Access.Administer(call.Person) ?? Paging.Check(limit) ?? unknown) is { } refused)
                        return Problems.Of(refused);
                    var take = limit ?? 50;
                    return TypedResults.Json(
                        Page<DiscardedMessage>.Of(
                            await discarded.Read(place, take + 1, call.Cancellation),
                            take,
                            d => call.Context.Cursor(d.Key)
                        )
                    );
                }
            )
            .Answers<Page<DiscardedMessage>>("What was discarded, by whom and why, the newest first; admins only.", With.AdminsAlone);
    }

    /// <param name="id">Null: all.</param>
    public static async Task<(Handled? Done, Rejection? Refused)> Replay(
        Person person,
        string queue,
        string? id,
        ErrorQueues errors,
        CancellationToken cancellation
    ) =>
        (Access.Administer(person) ?? Known(errors, queue)) is { } refused
            ? (null, refused)
            : Met(await errors.Replay(queue, id, cancellation), id);

    /// <param name="id">Null: all.</param>
    public static async Task<(Handled? Done, Rejection? Refused)> Discard(
        Person person,
        string queue,
        string? id,
        string? reason,
        ErrorQueues errors,
        CancellationToken cancellation
    ) =>
        Check.First(Access.Administer(person), Known(errors, queue), Check.Text(reason?.Trim(), "reason", LongestReason)) is { } refused
            ? (null, refused)
            : Met(await errors.Discard(queue, id, person.Id, reason!.Trim(), cancellation), id);

    private static (Handled?, Rejection?) Met(Handled done, string? id) =>
        id is not null && done.Messages == 0 ? (null, NoMessage) : (done, null);

    private static Rejection? Known(ErrorQueues errors, string queue) => errors.Has(queue) ? null : NoQueue;

    private static async Task<IResult> Answer(Task<(Handled? Done, Rejection? Refused)> act) =>
        await act is { Refused: { } refused } ? Problems.Of(refused) : TypedResults.Json((await act).Done);
}
