using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Forecasts.Server.Setup.Commands;

/// <summary>Every command in a line, read from the commands themselves, then the settings that all of them take.</summary>
public static class Usage
{
    private const int Column = 72;

    public const string Settings = """
        Settings: --Forecasts:DataDirectory=DIR --ConnectionStrings:Forecasts=... --Forecasts:RabbitMq=amqp://...
                  --Forecasts:Role=web|worker|both --urls=http://...
        Behind a proxy: --Forecasts:PublicUrl=https://HOST --Forecasts:KnownProxies=ADDRESS,NETWORK/BITS
        Environment: FORECASTS_POSTGRES_BIN=DIR, the folder of PostgreSQL's initdb, instead of the usual places
        """;

    public static string Of(RootCommand root) => string.Join('\n', [.. Lines(root, "Forecasts.Server"), Settings]);

    private static IEnumerable<string> Lines(Command command, string path) =>
        command
            .Subcommands.Where(c => !c.Hidden)
            .SelectMany(c =>
                c.Subcommands.Count > 0 ? Lines(c, $"{path} {c.Name}") : [$"{Words(c, path).PadRight(Column - 1)} {c.Description}"]
            );

    private static string Words(Command command, string path) =>
        string.Join(
            ' ',
            [path, command.Name, .. command.Arguments.Select(a => a.Name), .. command.Options.Where(o => !o.Hidden).Select(Word)]
        );

    private static string Word(Option option)
    {
        var word = option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;
        return option is TextOption { Ask: not null } ? word : $"[{word}]";
    }
}

/// <summary>--help: of one command in full, else every command.</summary>
public sealed class ShowUsage(RootCommand root, HelpAction ofOne) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command.Subcommands.Count > 0)
            return parseResult.Say(Usage.Of(root));
        ofOne.Invoke(parseResult);
        return parseResult.Say(Usage.Settings);
    }
}
