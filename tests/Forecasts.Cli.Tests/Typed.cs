namespace Forecasts.Cli.Tests;

/// <summary>What a command line did.</summary>
public sealed record Typed(int ExitCode, string Out, string Error)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Runs a command line against a server, in this process; whatever happens, neither stream may show the token or a colour code.
    /// </summary>
    public static Task<Typed> Run(ForecastServer server, params string[] arguments) => In("C.UTF-8", server, arguments);

    /// <summary>The same with another locale in LANG.</summary>
    public static Task<Typed> In(string locale, ForecastServer server, params string[] arguments) =>
        With(
            new Dictionary<string, string>
            {
                ["FORECASTS_SERVER"] = server.Address,
                ["FORECASTS_TOKEN"] = ForecastServer.Token,
                ["LANG"] = locale,
            },
            arguments
        );

    /// <summary>The same with nothing in the environment but what is given.</summary>
    public static Task<Typed> With(Dictionary<string, string> environment, params string[] arguments) =>
        With(environment, watched: false, arguments);

    /// <summary>The same, where a person may be watching standard error.</summary>
    public static async Task<Typed> With(Dictionary<string, string> environment, bool watched, params string[] arguments)
    {
        using StringWriter result = new(),
            error = new();
        var code = await ForecastsCommand.Run(
            arguments,
            new Surroundings(
                result,
                error,
                OutIsTerminal: false,
                ErrorIsTerminal: watched,
                environment.GetValueOrDefault,
                (_, _) => Task.CompletedTask
            )
        );
        var typed = new Typed(code, result.ToString(), error.ToString());
        foreach (var text in new[] { typed.Out, typed.Error })
            text.ShouldNotContain(ForecastServer.Token);
        typed.Out.ShouldNotContain("\u001b");
        if (!watched)
            typed.Error.ShouldNotContain("\u001b");
        return typed;
    }
}
