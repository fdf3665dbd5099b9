using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Evidence;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Seasons;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Forecasts.Server.Setup.Samples;

/// <summary>
/// Fills an empty installation: the trend report's editions of 2023 (to be judged: nobody knows its verdicts) and 2024, and a
/// made-up tournament, labelled as synthetic, with a finished year and one to try things in. Marked as imported throughout.
/// </summary>
public static class Sample
{
    private const string Import = "sample";
    private static readonly LocalText Author = "AI trend report (sample)";

    public static async Task Load(IServiceProvider services, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IDocumentStore>();
        await using var session = store.QuerySession();
        if (await session.LoadAsync<SeasonRecord>(Streams.Season("ai-trends/2023"), cancellation) is not null)
            return;
        var now = services.GetRequiredService<Clock>().GetUtcNow();
        foreach (var name in (string[])["ai-trends-2023.json", "ai-trends-2024.json"])
        {
            await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Resources", "Sample", name));
            var sample = (
                await JsonSerializer.DeserializeAsync<SampleFile>(
                    file,
                    services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions,
                    cancellation
                )
            )!;
            await Load(services, sample, now, cancellation);
        }

        await SyntheticTournament.Load(services, now, cancellation);
        await services.GetRequiredService<Jobs>().Window(cancellation);
        await SyntheticTournament.Publish(services, now, cancellation);
    }

    private static async Task Load(IServiceProvider services, SampleFile sample, DateTimeOffset now, CancellationToken cancellation)
    {
        var (store, commands) = (services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<Store.Commands>());
        var author = await People(
            store,
            sample.Tournament,
            Author.Text,
            [RoleName.Reviewer, RoleName.Analyst, RoleName.Organiser],
            now,
            cancellation
        );
        // The days of the edition are its own, but its window stays open for whoever tries the sample.
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var request = sample.Season with
        {
            Calendar = sample.Season.Calendar with
            {
                WindowCloses = today.AddDays(90),
                AdjudicationCloses = today.AddDays(100),
                DisputesClose = today.AddDays(110),
                Publishes = today.AddDays(120),
            },
        };
        var season = await Plan(commands, sample.Tournament.Slug, request, now, cancellation);
        var ids = sample.Predictions.ToDictionary(p => p.Key, p => Ids.OfPrediction(season.Id, p.Key));
        await commands.AppendMany(
            Person.Service,
            new() { Predictions = ids.Values, Evidence = ids.Values },
            unit =>
            {
                for (var i = 0; i < sample.Predictions.Count; i++)
                {
                    var given = sample.Predictions[i];
                    var filed = given
                        .Request.Filed(ids[given.Key], season, new(author), Stamp(season.Calendar.Opens.Instant, i + 1))
                        .Filed!;
                    foreach (var happened in PredictionDecider.File(unit.Prediction(ids[given.Key]), filed, season).OrThrow())
                        unit.Add(Streams.Prediction(filed.Id), happened);
                    foreach (var (evidence, n) in (given.Evidence ?? []).Select((e, n) => (e, n)))
                    {
                        var stream = Streams.Evidence(filed.Id);
                        var attached = EvidenceDecider.Attach(
                            unit.Evidence(filed.Id),
                            Ids.From(Import, filed.Id, $"{n}"),
                            evidence.ToFact(),
                            unit.Prediction(filed.Id)!,
                            Stamp(season.Calendar.WindowOpens.Instant, i + 1)
                        );
                        foreach (var happened in attached.OrThrow())
                            unit.Add(stream, happened);
                    }
                }
            },
            null,
            cancellation
        );
    }

    public static Stamp Stamp(DateTimeOffset madeAt, int line) => new(Domain.Stamp.System, madeAt, new(Import, line));

    /// <summary>The tournament, somebody without sign-in who writes in it, and the admin with roles to try things.</summary>
    public static async Task<string> People(
        IDocumentStore store,
        TournamentRequest tournament,
        string author,
        RoleName[] adminRoles,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        await using var session = store.LightweightSession();
        var admin = await AccountCommands.Admin(session, now, cancellation);
        var normal = Account.Normal(author);
        var account =
            await session.Query<Account>().FirstOrDefaultAsync(a => a.NormalName == normal, cancellation)
            ?? new(Ids.New(), author, [], false, now);
        session.Store(admin, account);
        session.Store(new Tournament(tournament.Slug, tournament.Name));
        session.Store(
            new Membership(Membership.Key(tournament.Slug, account.Id), tournament.Slug, account.Id, [RoleName.Analyst]),
            new Membership(Membership.Key(tournament.Slug, admin.Id), tournament.Slug, admin.Id, adminRoles)
        );
        await session.SaveChangesAsync(cancellation);
        return account.Id;
    }

    public static async Task<Season> Plan(
        Store.Commands commands,
        string tournament,
        SeasonRequest request,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var plan = request.Plan(tournament, Stamp(now, 1));
        var done = await commands.Season(
            new SeasonRef(tournament, request.Year),
            Person.Service,
            known => SeasonDecider.Plan(known, plan),
            null,
            cancellation
        );
        return done.Rejection is { } refused ? throw new InvalidOperationException(refused.Message) : Season.Evolve(null, plan)!;
    }

    public static IReadOnlyList<T> OrThrow<T>(this Decision<T> decision) =>
        decision.Rejection is { } refused
            ? throw new InvalidOperationException($"The sample is refused: {refused.Code}: {refused.Message}")
            : decision.Events;
}

public sealed record SampleFile(TournamentRequest Tournament, SeasonRequest Season, IReadOnlyList<SamplePrediction> Predictions);

public sealed record SamplePrediction(
    string Key,
    string Theme,
    LocalText Title,
    LocalText CoreJudgement,
    int? Rank,
    IReadOnlyList<Figure>? Figures,
    IReadOnlyList<ClaimRequest> Claims,
    IReadOnlyList<EvidenceRequest>? Evidence = null
)
{
    public PredictionRequest Request => new(Theme, Title, CoreJudgement, Claims, Rank, Figures, Key);
}
