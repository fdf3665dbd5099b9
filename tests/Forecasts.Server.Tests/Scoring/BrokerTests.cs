using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

[Collection(OnRabbitMq.Name)]
public sealed class BrokerTests(PrivatePostgres postgres, RabbitBroker broker)
{
    [Fact]
    public async Task What_is_filed_while_the_broker_is_down_is_accepted_and_scored_after_it_returns()
    {
        await using var server = await RunningServer.Start(postgres, broker.Node.Uri, Given.MidYear);
        var admin = await Given.Tournament(server);
        var (ann, judge) = (await server.As("Ann", RoleName.Analyst), await server.As("Judge", RoleName.Reviewer));
        var id = await Given.Filed(await server.As("Author", RoleName.Analyst));
        await broker.Node.StopAppAsync();
        try
        {
            (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
            server.SetClock(Given.InWindow);
            (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
            var waiting = (await admin.Get("seasons/t/2024/standings")).Ok();
            ((bool)waiting["upToDate"]!).ShouldBeFalse("the settled claim waits for the broker, and the answer says so");
            (await server.Scalar<long>("select count(*) from forecasts.score_sheets")).ShouldBe(0);
        }
        finally
        {
            await broker.Node.StartAppAsync();
        }

        await server.UntilScored("t/2024");
        var standings = (await admin.Get("seasons/t/2024/standings")).Ok();
        ((double)standings["items"]![0]!["brier"]!).ShouldBe(0.09, 1e-12);
        await Until.True(
            async () => await server.Scalar<long>("select count(*) from forecasts.crowd_series") == 1,
            "the crowd is computed"
        );
    }

    [Fact]
    public async Task Queues_are_quorum_queues()
    {
        await using var server = await RunningServer.Start(postgres, broker.Node.Uri, Given.MidYear);
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = broker.Node.Uri };
        await using var connection = await factory.CreateConnectionAsync();
        foreach (var queue in (string[])["forecasts-score-claim", "forecasts-recompute-crowd", "forecasts-recompute-season"])
        {
            await using var channel = await connection.CreateChannelAsync();
            // Declaring it as anything else is refused; as what it is, it is found.
            var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
            (await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments)).QueueName.ShouldBe(
                queue
            );
        }
    }
}
