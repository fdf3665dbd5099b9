using System.CommandLine;
using Forecasts.Server.Features.Operations;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>errors discard</c>: takes failed messages away, with a reason that is kept.</summary>
public static class ErrorsDiscardCommand
{
    public static Command Create(GivenSettings given)
    {
        var (queue, id) = (ErrorVerb.Queue(), ErrorVerb.Id());
        var reason = new TextOption("--reason", "TEXT", "Why nobody needs it; it is kept", "why");
        var command = new Command("discard", "take it away for good") { queue, id, reason };
        command.SetAction(
            (parsed, ended) =>
                ErrorVerb.On(
                    given,
                    parsed,
                    async errors =>
                    {
                        var (which, one) = ErrorVerb.Named(parsed, queue, id);
                        var handled = await FailedMessages.Discard(Person.Service, which, one, parsed.GetValue(reason), errors, ended);
                        return handled.Refused is { Field: "reason" } ? throw reason.Missing() : [ErrorVerb.Done(handled)];
                    }
                )
        );
        return command;
    }
}
