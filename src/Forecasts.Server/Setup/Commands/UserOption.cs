using System.CommandLine;

namespace Forecasts.Server.Setup.Commands;

/// <summary>Whom a command is about.</summary>
public static class UserOption
{
    public static TextOption Create() => new("--user", "NAME", "The account's name", "whom");

    /// <summary>The name, where it could be anybody's.</summary>
    public static string Named(this TextOption user, ParseResult parsed, string? word = null)
    {
        var name = (word ?? parsed.GetValue(user))?.Trim() is { Length: > 0 } given ? given : throw user.Missing();
        return Names.Wrong(name) is { } wrong ? throw new StartRefused($"{user.Missing().Message} {wrong.Message}") : name;
    }
}
