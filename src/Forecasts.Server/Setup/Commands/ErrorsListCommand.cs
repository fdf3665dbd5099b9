using System.CommandLine;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>errors list</c>: every queue with the messages in its error queue.</summary>
public static class ErrorsListCommand
{
    public static Command Create(GivenSettings given)
    {
        var queue = ErrorVerb.Queue(needed: false);
        var command = new Command("list", "what consumers gave up on, by queue") { queue };
        command.SetAction(
            (parsed, ended) =>
                ErrorVerb.On(
                    given,
                    parsed,
                    async errors =>
                    {
                        var lines = new List<string>();
                        var only = parsed.GetValue(queue) is { } named ? ErrorVerb.Known(named) : null;
                        foreach (var depth in (await errors.Depths(ended)).Where(d => only is null || d.Queue == only))
                        {
                            lines.Add(
                                FormattableString.Invariant(
                                    $"{depth.Queue}: {depth.Ready} ready, {depth.Consumers} consumers, {depth.Errors} failed"
                                )
                            );
                            lines.AddRange(
                                (await errors.Read(depth.Queue, 0, Paging.Most, ended)).Select(m => "  " + ErrorVerb.Line(m.Message))
                            );
                        }

                        return lines;
                    }
                )
        );
        return command;
    }
}
