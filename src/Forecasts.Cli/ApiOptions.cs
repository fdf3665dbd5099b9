using System.CommandLine;

namespace Forecasts.Cli;

/// <summary>How a result is written.</summary>
public enum Format
{
    /// <summary>For reading: three decimals.</summary>
    Table,

    /// <summary>JSON with every digit.</summary>
    Json,

    /// <summary>CSV with every digit.</summary>
    Csv,
}

/// <summary>The options that every client command has: where the server is, who asks, and how the answer is shown.</summary>
public sealed class ApiOptions
{
    /// <summary>The environment variables behind --server and --token.</summary>
    public const string ServerVariable = "FORECASTS_SERVER",
        TokenVariable = "FORECASTS_TOKEN";

    private readonly Option<string?> server = new("--server")
    {
        Description = $"Address of the server; default: ${ServerVariable}",
        HelpName = "URL",
    };

    // No default value here: help would print it.
    private readonly Option<string?> token = new("--token")
    {
        Description = $"Personal access token; default: ${TokenVariable}",
        HelpName = "T",
    };

    private readonly Option<string> format = new("--format")
    {
        Description = "How the result is written",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> language = new("--lang")
    {
        Description =
            "Language of titles and statements, such as en or zh-Hans; default: from $LANG. JSON keeps every language unless this is given",
        HelpName = "TAG",
    };

    /// <summary>Adds the options to a command.</summary>
    public ApiOptions(Command command)
    {
        format.AcceptOnlyFromAmong("table", "json", "csv");
        command.Add(server);
        command.Add(token);
        command.Add(format);
        command.Add(language);
    }

    /// <summary>A client for the server that was named.</summary>
    /// <exception cref="FailureException">Server or token is missing or cannot be used.</exception>
    public ApiClient Connect(ParseResult parsed, Surroundings surroundings)
    {
        var address =
            Given(parsed, server, surroundings, ServerVariable)
            ?? throw new FailureException($"No server: give --server URL or set {ServerVariable}.");
        var secret =
            Given(parsed, token, surroundings, TokenVariable)
            ?? throw new FailureException($"No token: give --token T or set {TokenVariable}.");
        return new ApiClient(Root(address), Usable(secret));
    }

    /// <summary>Where and how the result is written.</summary>
    public Output Output(ParseResult parsed, Surroundings surroundings)
    {
        var wanted = parsed.GetValue(language) is { Length: > 0 } tag ? Language.WithScript(tag) : null;
        var shown = wanted ?? Language.OfLocale(surroundings.Variable("LANG"));
        return new Output(surroundings, Enum.Parse<Format>(parsed.GetValue(format)!, ignoreCase: true), shown, wanted);
    }

    private static string? Given(ParseResult parsed, Option<string?> option, Surroundings surroundings, string variable) =>
        parsed.GetValue(option) is { Length: > 0 } given ? given
        : surroundings.Variable(variable) is { Length: > 0 } set ? set
        : null;

    // The address is not repeated: it may hold a password.
    private static Uri Root(string address) =>
        Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.UserInfo == ""
        && uri.Query == ""
        && uri.Fragment == ""
            ? uri
            : throw new FailureException(
                "The server must be an address like https://forecasts.example.org, without a user name or a query."
            );

    // Checked here because the HTTP library repeats an unusable header in its error message.
    private static string Usable(string secret) =>
        secret.All(c => c is > ' ' and < (char)127) ? secret : throw new FailureException("The token holds characters that no token has.");
}
