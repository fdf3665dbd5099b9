using System.CommandLine;
using Forecasts.Server.Features.Operations;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>errors replay</c>: sends failed messages to their queue once more.</summary>
public static class ErrorsReplayCommand
{
    public static Command Create(GivenSettings given)
    {
        var (queue, id) = (ErrorVerb.Queue(), ErrorVerb.Id());
        var command = new Command("replay", "send it once more") { queue, id };
        command.SetAction(
            (parsed, ended) =>
                ErrorVerb.On(
                    given,
                    parsed,
                    async errors =>
                    {
                        var (which, one) = ErrorVerb.Named(parsed, queue, id);
                        return [ErrorVerb.Done(await FailedMessages.Replay(Person.Service, which, one, errors, ended))];
                    }
                )
        );
        return command;
    }
}
