using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Forecasts.Cli.Tests;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(401, "token.expired")]
    [InlineData(403, "people.role")]
    [InlineData(404, "season.unknown")]
    [InlineData(500, "server.fault")]
    public async Task A_refusal_is_shown_as_code_and_detail(int status, string code)
    {
        await using var server = await Report(() => ForecastServer.Refuse(status, code, "Because of that."));
        await ShouldFail(server, $"{code}: Because of that.");
    }

    [Theory]
    [InlineData(401, "HTTP 401: the server does not accept this token.")]
    [InlineData(404, "HTTP 404: there is no such thing on this server.")]
    [InlineData(502, "HTTP 502: the server gave no reason.")]
    public async Task A_refusal_without_problem_details_still_says_something(int status, string reason)
    {
        await using var server = await Report(() => Results.Text("<html>", "text/html", statusCode: status));
        await ShouldFail(server, reason);
    }

    [Fact]
    public async Task A_server_that_repeats_the_token_in_its_reason_does_not_get_it_printed()
    {
        await using var server = await Report(() => ForecastServer.Refuse(401, "token.unknown", $"No token {ForecastServer.Token}."));
        await ShouldFail(server, "token.unknown: No token ***.");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_so_the_token_goes_nowhere_else()
    {
        await using var other = await Report(() => ForecastServer.Sent("{}"));
        await using var server = await Report(() => Results.Redirect(other.Address));
        await ShouldFail(server, $"{server.Address} sends to another address (HTTP 302); give that one as --server.");
        other.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("null")]
    [InlineData("""{"synthetic":"perhaps"}""")]
    public async Task An_answer_of_another_kind_is_exit_code_2(string answer)
    {
        await using var server = await Report(() => ForecastServer.Sent(answer));
        var typed = await Typed.Run(server, "report", "energy/2026");
        typed.ExitCode.ShouldBe(2);
        typed.Error.ShouldContain("is not the forecasts API");
    }

    private static Task<ForecastServer> Report(Func<IResult> answer) =>
        ForecastServer.Start(app => app.MapGet("/api/seasons/energy/2026/report", answer));

    private static async Task ShouldFail(ForecastServer server, string reason)
    {
        var typed = await Typed.Run(server, "report", "energy/2026");
        typed.ExitCode.ShouldBe(2);
        typed.Out.ShouldBeEmpty();
        typed.Error.TrimEnd().ShouldBe(reason);
    }
}
