using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Evidence;

public static class AttachEvidence
{
    extension(EvidenceRequest asked)
    {
        public Fact ToFact() =>
            new(
                asked.OccurredOn,
                asked.Text,
                asked.Source,
                string.IsNullOrWhiteSpace(asked.Url) ? null : asked.Url,
                asked.Quotation,
                asked.Stances ?? new Dictionary<int, Stance>()
            );
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                "/predictions/{id}/evidence",
                async ([AsParameters] Call call, string id, EvidenceRequest request) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Prediction(session, call.Person, id, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    var evidence = call.Context.NewId();
                    var done = await Attach(call.Person, id, evidence, request, call.Commands, call.Clock, call.Cancellation);
                    if (done.Rejection is null)
                        call.Context.Response.Headers.Location = $"/api/predictions/{id}";
                    var sight = await Sight.Of(session, call.Person, found.Value!, call.Now, call.Cancellation);
                    return await Answer(
                        call.Context,
                        session,
                        sight,
                        done,
                        new AttachedEvidence(evidence, id, 1),
                        done.Changed ? 201 : 200
                    );
                }
            )
            .Answers<AttachedEvidence>("Attaches an outcome fact.", With.ETag | With.Location, 201, 200);

        routes
            .MapPut(
                "/predictions/{id}/evidence/{e}",
                async ([AsParameters] Call call, string id, string e, EvidenceRequest request) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Prediction(session, call.Person, id, call.Cancellation);
                    var (version, stale) = call.Context.IfMatch();
                    if ((found.Refused ?? stale) is { } refused)
                        return Problems.Of(refused);
                    var sight = await Sight.Of(session, call.Person, found.Value!, call.Now, call.Cancellation);
                    var done = await Correct(
                        call.Person,
                        id,
                        e,
                        request,
                        SeenVersion.Of(sight, version),
                        call.Commands,
                        call.Clock,
                        call.Cancellation
                    );
                    return await Answer(call.Context, session, sight, done, new ChangedEvidence(e, id, false, done.Changed));
                }
            )
            .Answers<ChangedEvidence>("Corrects evidence; its author or an organiser.", With.ETag | With.IfMatch);

        routes
            .MapDelete(
                "/predictions/{id}/evidence/{e}",
                async ([AsParameters] Call call, string id, string e, [FromBody] RetractRequest? request) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Prediction(session, call.Person, id, call.Cancellation);
                    var (version, stale) = call.Context.IfMatch();
                    if ((found.Refused ?? stale) is { } refused)
                        return Problems.Of(refused);
                    var sight = await Sight.Of(session, call.Person, found.Value!, call.Now, call.Cancellation);
                    var seen = SeenVersion.Of(sight, version);
                    var done = await Retract(call.Person, id, e, request?.Reason, seen, call.Commands, call.Clock, call.Cancellation);
                    return await Answer(call.Context, session, sight, done, new ChangedEvidence(e, id, true, done.Changed));
                }
            )
            .Answers<ChangedEvidence>("Takes evidence back, with a reason.", With.ETag | With.IfMatch);
    }

    /// <summary>The version that a reader looked at, by what they may see.</summary>
    public sealed record SeenVersion(Sight Sight, long Version)
    {
        /// <summary>Null where they asked for none.</summary>
        public static SeenVersion? Of(Sight sight, long? version) => version is { } looked ? new(sight, looked) : null;

        public Rejection? Stale(EvidenceFile? file) =>
            Sight.Version(file) is var now && now == Version ? null : Refuse.StaleVersion(Version, now);
    }

    /// <summary>With the version as whoever asked sees it: the stream's own would count what is hidden from them.</summary>
    private static async Task<IResult> Answer(
        HttpContext context,
        IQuerySession session,
        Sight sight,
        Appended done,
        object body,
        int status = 200
    )
    {
        if (done.Rejection is not null)
            return context.Answer(done, body);
        var file = await session.LoadAsync<EvidenceRecord>(Streams.Evidence(sight.Prediction), context.RequestAborted);
        return context.Answer(done with { Version = sight.Version(file?.State) }, body, status);
    }

    public static Task<Appended> Attach(
        Person person,
        string prediction,
        string id,
        EvidenceRequest request,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    ) =>
        Act(
            person,
            prediction,
            commands,
            (file, about) => EvidenceDecider.Attach(file, id, request.ToFact(), about.Prediction, new(person.Id, clock.GetUtcNow())),
            cancellation
        );

    public static Task<Appended> Correct(
        Person person,
        string prediction,
        string id,
        EvidenceRequest request,
        SeenVersion? seen,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    ) =>
        Act(
            person,
            prediction,
            commands,
            (file, about) =>
                seen?.Stale(file)
                ?? EvidenceDecider.Correct(
                    file,
                    id,
                    request.ToFact(),
                    about.Prediction,
                    Access.Organise(person, about.Season.Tournament) is null,
                    new(person.Id, clock.GetUtcNow())
                ),
            cancellation
        );

    public static Task<Appended> Retract(
        Person person,
        string prediction,
        string id,
        string? reason,
        SeenVersion? seen,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    ) =>
        Act(
            person,
            prediction,
            commands,
            (file, about) =>
                seen?.Stale(file)
                ?? EvidenceDecider.Retract(
                    file,
                    id,
                    reason,
                    about.Prediction,
                    Access.Organise(person, about.Season.Tournament) is null,
                    new(person.Id, clock.GetUtcNow())
                ),
            cancellation
        );

    private static Task<Appended> Act(
        Person person,
        string prediction,
        Commands commands,
        Func<EvidenceFile?, Case, Decision<EvidenceEvent>> decide,
        CancellationToken cancellation
    ) =>
        commands.Evidence(
            prediction,
            person,
            (unit, file) =>
            {
                var found = Find.Prediction(unit, person, prediction);
                return (found.Refused ?? Access.AttachEvidence(person, found.Value!.Season.Tournament)) is { } refused
                    ? refused
                    : decide(file, found.Value!);
            },
            cancellation
        );
}
