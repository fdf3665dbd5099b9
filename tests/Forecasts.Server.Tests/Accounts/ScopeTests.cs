using Forecasts.Server.Tests.AtOnce;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>
/// A token acts with its owner's roles cut down to its scopes: every route that changes something, with tokens of somebody who may all.
/// </summary>
public sealed class ScopeTests(PrivatePostgres postgres)
{
    // By the beginning of a route, what it needs beside the owner's role; whatever is not named here needs organise.
    private static readonly (string Route, TokenScope[] Needs)[] Needs =
    [
        ("POST seasons/{t}/{y:int}/predictions", [TokenScope.File]),
        ("PUT predictions/{id}/claims/{n:int}/forecast", [TokenScope.File]),
        ("DELETE predictions/{id}/claims/{n:int}/forecast", [TokenScope.File]),
        ("POST predictions/{id}/claims/{n:int}/options", [TokenScope.File]),
        ("POST predictions/{id}/evidence", [TokenScope.File]),
        ("PUT predictions/{id}/evidence/{e}", [TokenScope.File]),
        ("DELETE predictions/{id}/evidence/{e}", [TokenScope.File]),
        ("POST predictions/{id}/claims/{n:int}/verdicts", [TokenScope.Review]),
        ("POST imports", [TokenScope.File, TokenScope.Organise]),
    ];

    /// <summary>
    /// Every route that changes something is in one of these tables: <see cref="ManyAtOnceTests"/> holds them to the server.
    /// </summary>
    public static TheoryData<string> Changing() => [.. Act.All.Select(a => a.Route), .. Act.Elsewhere.Keys];

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task A_token_that_reads_changes_nothing_and_each_scope_lets_through_what_it_is_for_alone(string route)
    {
        await using var town = await Town.Start(postgres);
        var act = Act.All.FirstOrDefault(a => a.Route == route);
        var path = act is null ? Filled(route) : await act.Prepare(new(town, town.Ann));
        Task<Answer> Send(Api api, string? key = null) =>
            route == "POST imports"
                ? api.Import(Imports.Files.ClaimsHeader + Imports.Files.Claim("p1"), key: key)
                : api.Send(new(route.Split(' ')[0]), path, act is null ? new { reason = "Because." } : act.Body(0), idempotencyKey: key);
        var read = await Scoped(town, "Max", TokenScope.Read);
        var before = await State(town);
        (await Send(read)).ShouldBeRefused(403, "token.scope");
        (await Send(read, "key")).ShouldBeRefused(403, "token.scope");
        (await State(town)).ShouldBe(before);

        var needs = Needs.FirstOrDefault(n => n.Route == route).Needs ?? [TokenScope.Organise];
        foreach (
            var scopes in (TokenScope[][])
                [
                    [TokenScope.File],
                    [TokenScope.Review],
                    [TokenScope.Organise],
                    [TokenScope.File, TokenScope.Organise],
                    [.. TokenScopes.All],
                ]
        )
        {
            var answer = await Send(await Scoped(town, "Max", scopes));
            answer.Code.ShouldNotBe(500);
            // Whose import it is not does not learn that there is one.
            (answer.Problem is "token.scope" or "import.unknown").ShouldBe(
                !needs.All(scopes.Contains),
                $"{string.Join(' ', scopes)}: {answer.Code} {answer.Problem}"
            );
        }
    }

    [Fact]
    public async Task No_scope_gives_a_role_that_its_owner_has_not()
    {
        await using var town = await Town.Start(postgres);
        var vic = await Scoped(town, "Vic", [.. TokenScopes.All]);
        await town.Refuses(403, "access.role", () => vic.Post("seasons/t/2024/predictions", Given.Prediction()));
        var ann = await Scoped(town, "Ann", TokenScope.Organise);
        await town.Refuses(403, "access.role", () => ann.Put("tournaments/t/people", new[] { Town.Role("Ann", "organiser") }));
        await town.Refuses(403, "token.scope", () => ann.Post("seasons/t/2024/predictions", Given.Prediction()));
    }

    [Fact]
    public async Task A_reviewer_is_blind_whatever_token_they_come_with()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Bob);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7321 })).Ok();
        await town.SetClock(Given.InWindow);
        var full = (await town.Eve.Get($"predictions/{id}")).Ok().ToJsonString();
        full.ShouldNotContain("0.7321");
        (await town.Viewer.Get($"predictions/{id}")).Ok().ToJsonString().ShouldContain("0.7321");
        var read = await Scoped(town, "Eve", TokenScope.Read);
        (await read.Get($"predictions/{id}")).Ok().ToJsonString().ShouldNotContain("0.7321");
    }

    [Fact]
    public async Task An_answer_under_an_idempotency_key_is_not_given_again_to_a_lesser_token()
    {
        await using var town = await Town.Start(postgres);
        var (all, organise) = (await Scoped(town, "Max", [.. TokenScopes.All]), await Scoped(town, "Max", TokenScope.Organise));
        (await all.Post("seasons/t/2024/predictions", Given.Prediction(), "key")).Ok();
        (await organise.Post("seasons/t/2024/predictions", Given.Prediction(), "key")).ShouldBeRefused(403, "token.scope");
    }

    [Fact]
    public async Task A_token_of_before_there_were_scopes_has_all_of_them()
    {
        await using var town = await Town.Start(postgres);
        var id = Ids.Hash(town.Organiser.Token);
        (
            await town.Server.Scalar<string>(
                $"with w as (update forecasts.mt_doc_accesstoken set data = data - 'scopes' where id = '{id}' returning id) "
                    + "select id from w"
            )
        ).ShouldBe(id);
        (await town.Organiser.Post("tournaments/t/seasons", Given.Season(2026))).Ok();
    }

    private static string Filled(string route) =>
        route.Split(' ')[1].Replace("{queue}", "none", StringComparison.Ordinal).Replace("{id}", "none", StringComparison.Ordinal);

    /// <summary>A token of somebody who may all there is, unless they are known already.</summary>
    private static async Task<Api> Scoped(Town town, string name, params TokenScope[] scopes)
    {
        if (name == "Max")
            await town.Server.As(name, RoleName.Admin, RoleName.Organiser, RoleName.Reviewer, RoleName.Analyst);
        await using var session = town.Server.Store.LightweightSession();
        var id = await town.Server.Scalar<string>($"select id from forecasts.mt_doc_account where data ->> 'name' = '{name}'");
        var secret = Ids.Secret("fct_");
        session.Store(new AccessToken(Ids.Hash(secret), id, "scoped", town.Server.Clock.GetUtcNow(), null, null, TokenScopes.With(scopes)));
        await session.SaveChangesAsync();
        return town.Server.With(secret);
    }

    /// <summary>Every table, but for when tokens were used and what the keys of requests have met.</summary>
    private static async Task<string> State(Town town)
    {
        var tables = await town.Server.Scalar<string>(
            """
            select string_agg(
                format('select md5(coalesce(string_agg(t::text, '','' order by t::text), '''')) as h, %L as n from forecasts.%I t',
                    relname, relname),
                ' union all ')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname = 'forecasts' and relname not in ('mt_doc_tokenuse', 'idempotency', 'mt_event_progression')
            """
        );
        return await town.Server.Scalar<string>($"select string_agg(n || ' ' || h, E'\\n' order by n) from ({tables}) s");
    }
}
