using System.Globalization;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Setup;
using Npgsql;

namespace Forecasts.Server.Features.Operations;

/// <summary>The error queues from the command line; who may run the binary on its broker is trusted.</summary>
public static class ErrorCommands
{
    public static async Task<int> Run(string verb, IConfiguration options, Settings settings)
    {
        if (settings.RabbitMq is null) throw new StartRefused("There are no queues: without RabbitMQ messages stay inside the server. Name its broker with --Forecasts:RabbitMq=amqp://...");
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        var errors = new ErrorQueues(settings, new(database, new Clock(settings.ClockOffset)));
        try
        {
            foreach (var line in await Lines(verb, options, errors)) await Console.Out.WriteLineAsync(line);
            return 0;
        }
        catch (BrokerUnavailableException)
        {
            throw new StartRefused($"The broker at {settings.RabbitMq.Host}:{settings.RabbitMq.Port.ToString(CultureInfo.InvariantCulture)} does not answer.");
        }
    }

    private static async Task<IReadOnlyList<string>> Lines(string verb, IConfiguration options, ErrorQueues errors)
    {
        var none = CancellationToken.None;
        if (verb == "errors list")
        {
            var lines = new List<string>();
            foreach (var depth in await errors.Depths(none))
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{depth.Queue}: {depth.Ready} ready, {depth.Consumers} consumers, {depth.Errors} failed"));
                lines.AddRange((await errors.Read(depth.Queue, 0, Paging.Most, none)).Select(m => "  " + Line(m.Message)));
            }

            return lines;
        }

        var queue = options["queue"] is { } named && errors.Has(named) ? named : throw new StartRefused($"Say which queue: --queue {string.Join('|', ErrorQueues.Queues)}.");
        var id = options["id"] is { Length: > 0 } given ? given : throw new StartRefused("Say which message: --id ID, as 'errors list' prints it, or --id all.");
        if (verb == "errors show")
            return await errors.Find(queue, id, none) is { } found ? [Line(found.Message), found.Body, found.StackTrace ?? ""] : throw new StartRefused($"There is no message '{id}' in that error queue.");
        var one = id == "all" ? null : id;
        var (done, refused) = verb == "errors replay"
            ? await FailedMessages.Replay(Person.Service, queue, one, errors, none)
            : await FailedMessages.Discard(Person.Service, queue, one, options["reason"], errors, none);
        return refused is null ? [string.Create(CultureInfo.InvariantCulture, $"{done!.Messages} done, {done.Left} left.")]
            : throw new StartRefused(refused.Field == "reason" ? "Say why: --reason TEXT." : refused.Message);
    }

    private static string Line(FailedMessage message) =>
        $"{message.Id} {message.FailedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "-"} {message.Type ?? "unreadable"} {message.Claim ?? message.Season ?? "-"} {message.ExceptionType ?? "-"}: {message.Exception?.ReplaceLineEndings(" ") ?? "-"}";
}
