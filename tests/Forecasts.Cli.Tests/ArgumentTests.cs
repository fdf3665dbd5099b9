namespace Forecasts.Cli.Tests;

public sealed class ArgumentTests
{
    private const string Nowhere = "http://127.0.0.1:1";

    [Fact]
    public async Task A_missing_server_is_one_sentence_and_exit_code_2() =>
        ShouldFail(
            await Typed.With([], "seasons", "--token", ForecastServer.Token),
            "No server: give --server URL or set FORECASTS_SERVER."
        );

    [Fact]
    public async Task A_missing_token_is_one_sentence_and_exit_code_2() =>
        ShouldFail(await Typed.With([], "seasons", "--server", Nowhere), "No token: give --token T or set FORECASTS_TOKEN.");

    [Fact]
    public async Task An_empty_variable_counts_as_missing() =>
        ShouldFail(
            await Typed.With(new() { ["FORECASTS_TOKEN"] = "" }, "seasons", "--server", Nowhere),
            "No token: give --token T or set FORECASTS_TOKEN."
        );

    [Fact]
    public async Task An_unreachable_server_is_exit_code_2_and_is_named()
    {
        var typed = await Typed.With([], "seasons", "--server", Nowhere, "--token", ForecastServer.Token);
        typed.ExitCode.ShouldBe(2);
        typed.Out.ShouldBeEmpty();
        typed.Error.ShouldStartWith($"{Nowhere} cannot be reached: ");
    }

    [Theory]
    [InlineData("--tken", ForecastServer.Token)]
    [InlineData("--tken=" + ForecastServer.Token)]
    [InlineData("--tken:" + ForecastServer.Token)]
    [InlineData(ForecastServer.Token)]
    [InlineData("--token", ForecastServer.Token, ForecastServer.Token)]
    [InlineData("--token", "line\nbreak" + ForecastServer.Token)]
    [InlineData("--token", ForecastServer.Token, "--server", "https://" + ForecastServer.Token + "@example.org")]
    public async Task A_mistyped_command_line_never_shows_the_token(params string[] rest)
    {
        var typed = await Typed.With([], ["seasons", "--server", Nowhere, .. rest]); // Typed looks for the token itself
        typed.ExitCode.ShouldBe(2);
        typed.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Help_does_not_show_the_token_of_the_environment()
    {
        var typed = await Typed.With(new() { ["FORECASTS_TOKEN"] = ForecastServer.Token }, "import", "--help");
        typed.ExitCode.ShouldBe(0);
        typed.Out.ShouldContain("FORECASTS_TOKEN");
    }

    [Theory]
    [InlineData("standings", "energy")]
    [InlineData("standings", "energy/next")]
    [InlineData("standings", "/2026")]
    [InlineData("report", "energy/2026/x")]
    public async Task A_season_that_is_not_tournament_and_year_is_refused(string command, string season) =>
        ShouldFail(await Typed.With([], command, season), "A season is written as tournament/year, such as energy/2026.");

    [Theory]
    [InlineData]
    [InlineData("bogus")]
    [InlineData("standings")]
    [InlineData("standings", "energy/2026", "--by", "luck")]
    [InlineData("seasons", "--format", "xml")]
    [InlineData("seasons", "--server", "ftp://example.org", "--token", "t")]
    [InlineData("seasons", "--server", "example.org", "--token", "t")]
    public async Task Other_bad_arguments_are_one_line_and_exit_code_2(params string[] arguments)
    {
        var typed = await Typed.With([], arguments);
        typed.ExitCode.ShouldBe(2);
        typed.Out.ShouldBeEmpty();
        typed.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Options_win_over_the_environment()
    {
        await using var server = await ForecastServer.Answering("/api/tournaments", """{"items":[],"next":null}""");
        var wrong = new Dictionary<string, string> { ["FORECASTS_SERVER"] = Nowhere, ["FORECASTS_TOKEN"] = "wrong" };
        (await Typed.With(wrong, "seasons", "--server", server.Address, "--token", ForecastServer.Token)).ExitCode.ShouldBe(0);
    }

    private static void ShouldFail(Typed typed, string reason)
    {
        typed.ExitCode.ShouldBe(2);
        typed.Out.ShouldBeEmpty();
        typed.Error.TrimEnd().ShouldBe(reason);
    }
}
