namespace Forecasts.Server.Setup.Commands;

/// <summary>A command line's settings, which any command takes and the configuration reads, and its other words.</summary>
public sealed record SettingWords(string[] Settings, string[] Rest)
{
    // The web host's, beside whatever a section names.
    private static readonly string[] OfTheHost = ["--urls", "--environment", "--http_ports", "--https_ports", "--AllowedHosts"];

    public static SettingWords Of(string[] args)
    {
        List<string> settings = [],
            rest = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (!IsSetting(args[i].Split('=')[0]))
            {
                rest.Add(args[i]);
                continue;
            }

            // --Key=value, or --Key value.
            settings.Add(args[i]);
            if (!args[i].Contains('=') && i + 1 < args.Length)
                settings.Add(args[++i]);
        }

        return new([.. settings], [.. rest]);
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("--", StringComparison.Ordinal)
        && (name.Contains(':') || OfTheHost.Contains(name, StringComparer.OrdinalIgnoreCase));
}
