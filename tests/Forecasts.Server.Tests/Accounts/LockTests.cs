using System.Text.RegularExpressions;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.People.Passwords;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>What whoever guesses passwords learns: nothing, and slowly.</summary>
public sealed partial class LockTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private const string Good = "grey heron 41",
        Bad = "grey heron 14";

    private readonly Hashed hashed = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.Start(
            await postgres.Database(),
            Given.MidYear,
            services => services.AddSingleton(hashed).AddScoped<IPasswordHasher<Account>, Counting>()
        );
        foreach (var name in (string[])["Ann", "Abe", "Sue", "Liz"])
            await server.As(name, RoleName.Viewer);
        foreach (var name in (string[])["Ann", "Sue", "Liz"])
        {
            using var reader = await Reader.SignedIn(server, name);
            (await reader.Choose(Good)).Dispose();
        }
    }

    [Fact]
    public async Task After_five_wrong_tries_the_right_one_waits_a_quarter_of_an_hour_and_only_who_knows_it_is_told()
    {
        using var reader = Reader.Stranger(server);
        for (var i = 0; i < 5; i++)
            (await Answer(reader, "Ann", Bad)).ShouldContain("do not fit");
        (await Answer(reader, "Ann", Good)).ShouldContain("The password is right, but");
        (await Answer(reader, "Ann", Bad)).ShouldContain("do not fit");
        using var chinese = Reader.Stranger(server, "zh-Hans");
        (await Answer(chinese, "Ann", Good)).ShouldContain("密码正确");
        server.SetClock(Given.MidYear.AddMinutes(14));
        (await reader.GetsIn("Ann", Good)).ShouldBeFalse();
        server.SetClock(Given.MidYear.AddMinutes(16));
        (await reader.GetsIn("Ann", Bad)).ShouldBeFalse();
        (await reader.GetsIn("Ann", Good)).ShouldBeTrue();
    }

    [Fact]
    public async Task Tries_before_a_right_one_and_before_a_lock_that_is_over_are_forgotten()
    {
        using var reader = Reader.Stranger(server);
        foreach (var round in (int[])[1, 2])
        {
            for (var i = 0; i < 4; i++)
                (await reader.GetsIn("Ann", Bad)).ShouldBeFalse();
            (await reader.GetsIn("Ann", Good)).ShouldBeTrue();
        }

        for (var i = 0; i < 9; i++)
            (await reader.GetsIn("Ann", Bad)).ShouldBeFalse();
        server.SetClock(Given.MidYear.AddMinutes(16));
        for (var i = 0; i < 4; i++)
            (await reader.GetsIn("Ann", Bad)).ShouldBeFalse();
        (await reader.GetsIn("Ann", Good)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_guesses_at_once_no_more_are_looked_at_than_one_by_one()
    {
        var readers = Enumerable.Range(0, 40).Select(_ => Reader.Stranger(server)).ToList();
        hashed.Clear();
        foreach (var answer in await Task.WhenAll(readers.Select(r => r.ByPassword("Ann", Bad))))
            using (answer)
                ((int)answer.StatusCode).ShouldBe(422);
        readers.ForEach(r => r.Dispose());
        hashed.OfSomebody.ShouldBe(10, "five before the lock and five in it");
        using var reader = Reader.Stranger(server);
        (await Answer(reader, "Ann", Good)).ShouldContain("do not fit", Case.Sensitive, "after that not even the right one is");
    }

    [Fact]
    public async Task Unknown_without_a_password_wrong_shut_and_locked_are_one_answer_for_the_same_work()
    {
        await AccountCommands.On(server.Settings, (session, now) => AccountCommands.Shut(session, "Sue", now));
        using var reader = Reader.Stranger(server);
        for (var i = 0; i < 10; i++)
            (await reader.GetsIn("Liz", Bad)).ShouldBeFalse();
        var answers = new List<string>();
        foreach (
            var (name, password) in (IEnumerable<(string, string)>)[("Ann", Bad), ("Nob", Bad), ("Abe", Bad), ("Sue", Good), ("Liz", Bad)]
        )
        {
            hashed.Clear();
            using var answer = await reader.ByPassword(name, password);
            hashed.Count.ShouldBe(1, name);
            var headers = answer.Headers.Where(h => h.Key is not "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
            var page = await answer.Content.ReadAsStringAsync();
            page = Token().Replace(page, "TOKEN").Replace($"value=\"{name}\"", "NAME", StringComparison.Ordinal);
            answers.Add($"{answer.StatusCode}\n{string.Join('\n', headers)}\n{page}");
        }

        answers[0].ShouldContain("The name and the password do not fit.");
        answers.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_old_password_is_not_guessed_by_changing_it_either()
    {
        using var ann = await Reader.SignedIn(server, "Ann");
        for (var i = 0; i < 5; i++)
            (await ann.Choose("white stork 53", Bad)).Dispose();
        using var locked = await ann.Choose("white stork 53", Good);
        ((int)locked.StatusCode).ShouldBe(409);
        (await locked.Content.ReadAsStringAsync()).ShouldContain("wrong too often");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task<string> Answer(Reader reader, string name, string password)
    {
        using var answer = await reader.ByPassword(name, password);
        return await answer.Content.ReadAsStringAsync();
    }

    private sealed class Hashed
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<bool> seen = new();

        public int Count => seen.Count;

        public void Clear() => seen.Clear();

        public void Add(bool real) => seen.Enqueue(real);

        public int OfSomebody => seen.Count(real => real);
    }

    /// <summary>Identity's own, which tells how often it was asked.</summary>
    private sealed class Counting(Hashed hashed) : PasswordHasher<Account>
    {
        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            var result = base.VerifyHashedPassword(user, hashedPassword, providedPassword);
            hashed.Add(hashedPassword != PasswordDoor.NobodysHash);
            return result;
        }
    }

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+", RegexOptions.None, 1_000)]
    private static partial Regex Token();
}
