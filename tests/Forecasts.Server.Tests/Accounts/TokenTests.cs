using System.Net.Http.Headers;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

public sealed class TokenTests(Town town, PrivatePostgres postgres) : IClassFixture<Town>
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer fct_nobody-has-this-one")]
    [InlineData("Basic cm9vdDpyb290")]
    public async Task Who_shows_no_valid_token_is_not_let_in(string? header)
    {
        var before = await town.Events();
        foreach (
            var (method, path) in (IEnumerable<(string, string)>)
                [
                    ("GET", "tournaments"),
                    ("POST", "tournaments"),
                    ("GET", "seasons/t/2024/report"),
                    ("POST", "imports"),
                    ("PUT", "predictions/x/claims/1/forecast"),
                ]
        )
        {
            var answer = await Send(method, path, header);
            answer.Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized, path);
            answer.Text.ShouldContain("\"code\":\"token.missing\"");
        }

        (await town.Events()).ShouldBe(before);
    }

    [Fact]
    public async Task A_revoked_token_is_worth_nothing_at_once()
    {
        var gone = await town.Server.As("Gone", RoleName.Viewer);
        (await gone.Get("tournaments")).Ok();
        await using (var session = town.Server.Store.LightweightSession())
            (await AccountCommands.Revoke(session, "GONE", null, town.Server.Clock.GetUtcNow())).ShouldBe(1);
        (await gone.Get("tournaments")).ShouldBeRefused(401, "token.missing");
    }

    [Fact]
    public async Task A_token_expires()
    {
        var brief = await town.Server.As("Brief", RoleName.Viewer, RoleName.Analyst);
        string token;
        await using (var session = town.Server.Store.LightweightSession())
            token = await AccountCommands.CreateToken(session, "Brief", [], "old", 1, town.Server.Clock.GetUtcNow().AddDays(-1));
        (await Send("GET", "tournaments", "Bearer " + token)).Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await Send("GET", "tournaments", "bearer " + brief.Token)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_with_the_next_request()
    {
        await using var other = await PrivateTown();
        var id = await Given.Filed(other.Bob);
        (await other.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.5 })).Ok();
        (await other.Organiser.Put("tournaments/t/people", new[] { Town.Role("Olga", "organiser"), Town.Role("Bob", "analyst") })).Ok();
        await other.Refuses(
            404,
            "prediction.unknown",
            () => other.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.6 })
        );
        (await other.Organiser.Put("tournaments/t/people", new[] { Town.Role("Bob", "analyst") })).ShouldBeRefused(409, "people.own-role");
    }

    [Theory]
    [InlineData("""[null]""", 422, "people.name")]
    [InlineData("""[{"name":"Zoe","roles":[]}]""", 422, "people.roles")]
    [InlineData("""[{"name":"Zoe","roles":["admin"]}]""", 422, "people.roles")]
    [InlineData("""[{"name":"Zoe","roles":["king"]}]""", 400, "json.invalid")]
    [InlineData("""[{"name":"Zoe","roles":null}]""", 400, "json.invalid")]
    [InlineData("""[{"name":" ","roles":["viewer"]}]""", 422, "people.name")]
    [InlineData("""[{"name":"a\u0000b","roles":["viewer"]}]""", 422, "people.name")]
    [InlineData("""[{"name":"Zoe","roles":["viewer"]},{"name":"ZOE ","roles":["analyst"]}]""", 422, "people.twice")]
    [InlineData("""[{"analyst":"nobody","name":"Zoe","roles":["viewer"]}]""", 422, "analyst.unknown")]
    [InlineData("""{}""", 400, "json.invalid")]
    public async Task A_list_of_people_that_cannot_be_is_refused_whole(string json, int status, string code)
    {
        var before = (await town.Admin.Get("tournaments/t/people")).Ok().ToJsonString();
        (await town.Organiser.SendJson(HttpMethod.Put, "tournaments/t/people", json)).ShouldBeRefused(status, code);
        (await town.Admin.Get("tournaments/t/people")).Ok().ToJsonString().ShouldBe(before);
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' = 'Zoe'")).ShouldBe(0);
    }

    private async Task<(System.Net.HttpStatusCode Status, string Text)> Send(string method, string path, string? authorization)
    {
        using var http = new HttpClient { BaseAddress = new Uri(town.Server.Address, "/api/") };
        using var request = new HttpRequestMessage(new(method), path);
        if (method is not "GET")
            request.Content = new StringContent("{}") { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<Town> PrivateTown() => Town.Start(postgres);
}
