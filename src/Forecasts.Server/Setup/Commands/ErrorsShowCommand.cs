using System.CommandLine;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>errors show</c>: a failed message with its body and where it failed.</summary>
public static class ErrorsShowCommand
{
    public static Command Create(GivenSettings given)
    {
        var (queue, id) = (ErrorVerb.Queue(), ErrorVerb.Id(all: false));
        var command = new Command("show", "look at a failed message") { queue, id };
        command.SetAction(
            (parsed, ended) =>
                ErrorVerb.On(
                    given,
                    parsed,
                    async errors =>
                    {
                        var (which, one) = ErrorVerb.Named(parsed, queue, id);
                        return await errors.Find(which, one ?? "all", ended) is { } found
                            ? [ErrorVerb.Line(found.Message), found.Body, found.StackTrace ?? ""]
                            : throw new StartRefused($"There is no message '{one ?? "all"}' in that error queue.");
                    }
                )
        );
        return command;
    }
}
