using System.CommandLine;
using System.Globalization;
using Forecasts.Domain;
using Forecasts.Server.Features.Operations;
using Npgsql;

namespace Forecasts.Server.Setup.Commands;

/// <summary>What all commands about failed messages have; who may run the program on its broker is trusted.</summary>
public static class ErrorVerb
{
    /// <param name="needed">Without it there is nothing to do; else it is every queue.</param>
    public static TextOption Queue(bool needed = true) =>
        new("--queue", "Q", "The queue that the message came from", needed ? "which queue" : null, string.Join('|', ErrorQueues.Queues));

    public static TextOption Id(bool all = true) =>
        new(
            "--id",
            all ? "ID|all" : "ID",
            "The message, as 'errors list' prints it",
            "which message",
            "ID, as 'errors list' prints it" + (all ? ", or --id all" : "")
        );

    /// <summary>The queue and the message that were named; null for all messages.</summary>
    public static (string Queue, string? Id) Named(ParseResult parsed, TextOption queue, TextOption id)
    {
        var which = Known(queue.Of(parsed));
        return (which, id.Of(parsed) is var one && one == "all" ? null : one);
    }

    public static string Known(string queue) =>
        ErrorQueues.Queues.Contains(queue, StringComparer.Ordinal)
            ? queue
            : throw new StartRefused($"Say which queue: --queue {string.Join('|', ErrorQueues.Queues)}.");

    public static async Task<int> On(GivenSettings given, ParseResult parsed, Func<ErrorQueues, Task<IEnumerable<string>>> work)
    {
        await using var on = await Installation.Open(given.Read());
        if (on.Settings.RabbitMq is not { } rabbit)
            throw new StartRefused(
                "There are no queues: without RabbitMQ messages stay inside the server. "
                    + "Name its broker with --Forecasts:RabbitMq=amqp://..."
            );
        await using var database = NpgsqlDataSource.Create(on.Settings.ConnectionString);
        try
        {
            foreach (var line in await work(new(on.Settings, new(database, new Clock(on.Settings.ClockOffset)))))
                parsed.Say(line);
            return 0;
        }
        catch (BrokerUnavailableException)
        {
            throw new StartRefused(FormattableString.Invariant($"The broker at {rabbit.Host}:{rabbit.Port} does not answer."));
        }
    }

    /// <summary>What was done with failed messages, or why it was not.</summary>
    public static string Done((Handled? Done, Rejection? Refused) handled) =>
        handled.Refused is { } refused
            ? throw new StartRefused(refused.Message)
            : FormattableString.Invariant($"{handled.Done!.Messages} done, {handled.Done.Left} left.");

    public static string Line(FailedMessage message) =>
        $"{message.Id} {message.FailedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "-"} {message.Type ?? "unreadable"} "
        + $"{message.Claim ?? message.Season ?? "-"} {message.ExceptionType ?? "-"}: {message.Exception?.ReplaceLineEndings(" ") ?? "-"}";
}
