using System.CommandLine;

namespace Forecasts.Server.Setup.Commands;

/// <summary>An option with a text, such as --user NAME.</summary>
public sealed class TextOption : Option<string?>
{
    private readonly string choice;

    /// <param name="ask">What is asked for where it is missing; null where the command does without.</param>
    /// <param name="choice">The values there are, for that sentence; null where any is one.</param>
    public TextOption(string name, string value, string description, string? ask = null, string? choice = null)
        : base(name) => (HelpName, Description, Ask, this.choice) = (value, description, ask, choice ?? value);

    public string? Ask { get; }

    /// <summary>Its text, or the sentence that asks for it.</summary>
    public string Of(ParseResult parsed) => parsed.GetValue(this) is { Length: > 0 } given ? given : throw Missing();

    public StartRefused Missing() => new($"Say {Ask}: {Name} {choice}.");
}

public static class Said
{
    /// <summary>Tells how it went; the command is done.</summary>
    public static int Say(this ParseResult parsed, string text)
    {
        parsed.InvocationConfiguration.Output.WriteLine(text);
        return 0;
    }
}
