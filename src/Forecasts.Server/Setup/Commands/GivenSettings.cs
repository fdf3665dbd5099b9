namespace Forecasts.Server.Setup.Commands;

/// <summary>What the command line, the environment and appsettings.json say, read when a command asks.</summary>
/// <param name="words">The command line's part of it.</param>
public sealed class GivenSettings(string[] words)
{
    private readonly Lazy<IConfiguration> configuration = new(() =>
        new ConfigurationBuilder().AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(words).Build()
    );

    public string[] Words => words;

    public string? Urls => configuration.Value["urls"];

    public Settings Read() => Settings.Read(configuration.Value);

    /// <summary>Where people reach the server, as far as a command can know; else empty, for a link without it is still a path.</summary>
    public string Server(Settings settings) => settings.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? (Urls ?? "").TrimEnd('/');
}
