using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>One server with a tournament, its season 2024 and one person per role; as a class fixture it serves a whole class.</summary>
public sealed class Town(PrivatePostgres postgres) : IAsyncLifetime
{
    private readonly Dictionary<string, Api> people = new(StringComparer.Ordinal);
    private object season = Given.Season();
    private DateTimeOffset now = Given.MidYear;

    public RunningServer Server { get; private set; } = null!;

    public PrivatePostgres Postgres => postgres;

    public Api Admin => people["root"];

    public Api Organiser => people["Olga"];

    public Api Ann => people["Ann"];

    public Api Bob => people["Bob"];

    public Api Eve => people["Eve"];

    public Api Rob => people["Rob"];

    public Api Viewer => people["Vic"];

    /// <summary>
    /// Olga organises, Ann and Bob forecast, Eve and Rob review, Abe adjudicates, Vic views, Sam is nobody here, root is the admin.
    /// </summary>
    public Api this[string name] => people[name];

    public static async Task<Town> Start(PrivatePostgres postgres, object? season = null, DateTimeOffset? now = null)
    {
        var town = new Town(postgres) { season = season ?? Given.Season(), now = now ?? Given.MidYear };
        await town.InitializeAsync();
        return town;
    }

    public async ValueTask InitializeAsync()
    {
        Server = await RunningServer.Start(postgres, now: now);
        people["root"] = await Given.Tournament(Server, season);
        foreach (var name in (string[])["Olga", "Ann", "Bob", "Eve", "Rob", "Abe", "Vic", "Sam"])
            people[name] = await Server.As(name);
        (
            await Admin.Put(
                "tournaments/t/people",
                new[]
                {
                    Role("Olga", "organiser"),
                    Role("Ann", "analyst"),
                    Role("Bob", "analyst"),
                    Role("Eve", "reviewer"),
                    Role("Rob", "reviewer"),
                    Role("Abe", "adjudicator"),
                    Role("Vic", "viewer"),
                }
            )
        ).Ok();
        // What the calendar has brought is recorded now, so that no job writes an event in the middle of a test.
        await Server.RunWindowJob();
    }

    public static object Role(string name, params string[] roles) => new { name, roles };

    public async Task SetClock(DateTimeOffset at)
    {
        Server.SetClock(at);
        await Server.RunWindowJob();
    }

    public Task<long> Events() => Server.Scalar<long>("select count(*) from forecasts.mt_events");

    /// <summary>The act is refused with that status and code, and no event was stored.</summary>
    public async Task Refuses(int status, string code, Func<Task<Answer>> act)
    {
        var before = await Events();
        (await act()).ShouldBeRefused(status, code);
        (await Events()).ShouldBe(before, "a refusal stores nothing");
    }

    /// <summary>The act succeeds and adds that many events.</summary>
    public async Task<Answer> Adds(int events, Func<Task<Answer>> act)
    {
        var before = await Events();
        var answer = await act();
        answer.Ok();
        (await Events() - before).ShouldBe(events);
        return answer;
    }

    public async Task<string> IdOf(string name) =>
        (string)
            (await Admin.Get("tournaments/t/people?limit=200")).Ok()["items"]!.AsArray().Single(p => (string)p!["name"]! == name)![
                "analyst"
            ]!;

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
