using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Setup;
using Forecasts.Server.Tests.Fixtures;
using RabbitMQ.Client;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>What consumers gave up on, on a real broker.</summary>
[Collection(OnRabbitMq.Name)]
public sealed class ErrorQueueTests(PrivatePostgres postgres, RabbitBroker broker)
{
    private const string Queue = "forecasts-score-claim";
    private const string Errors = "operations/errors/" + Queue;
    private const string Described = "/api/operations/errors/{queue}";

    [Fact]
    public async Task A_message_that_cannot_be_read_is_listed_looked_at_and_discarded_with_a_reason()
    {
        await using var server = await RunningServer.Start(postgres, broker.Node.Uri, Given.MidYear);
        var root = await server.As("root", RoleName.Admin);
        var said = await Contract.Of(server);
        await Publish(Queue, ("m-1", "{ this is no message"));
        await UntilFailed(root, 1);

        var listed = (await said.Ask(root, $"GET {Described}", Errors)).Ok()["items"]![0]!;
        listed["type"].ShouldBeNull();
        ((string)listed["exceptionType"]!).ShouldContain("Exception");
        ((string?)listed["failedAt"]).ShouldNotBeNull();
        var id = (string)listed["id"]!;
        // A look hands the message back, and RabbitMQ 4 drops what was handed back twenty times.
        for (var look = 0; look < 25; look++)
        {
            var seen = (await said.Ask(root, $"GET {Described}/{{id}}", $"{Errors}/{id}")).Ok();
            ((string)seen["body"]!).ShouldBe("{ this is no message");
            ((string)seen["message"]!["exceptionType"]!).ShouldBe((string)listed["exceptionType"]!);
        }

        (await Peek()).BasicProperties.Headers!.TryGetValue("x-delivery-count", out var looks);
        Convert.ToInt64(looks ?? 0, CultureInfo.InvariantCulture).ShouldBeLessThan(20);
        var depths = (await root.Get("operations")).Ok()["queues"]!.AsArray();
        depths.Select(q => (string)q!["queue"]!).ShouldBe(ErrorQueues.Queues);
        ((long)depths[0]!["errors"]!, (long)depths[0]!["ready"]!).ShouldBe((1, 0));
        ((long)depths[0]!["consumers"]!).ShouldBeGreaterThan(0);

        (await root.Post($"{Errors}/{id}/discard", new { reason = " " })).ShouldBeRefused(422, "text.missing");
        (await root.Post($"{Errors}/unknown/discard", new { reason = "No." })).ShouldBeRefused(404, "message.unknown");
        (await root.Get(Errors + "?limit=0")).ShouldBeRefused(422, "paging.limit");
        var gone = (
            await said.Ask(
                root,
                $"POST {Described}/{{id}}/discard",
                $"{Errors}/{id}/discard",
                said.Example($"POST {Described}/{{id}}/discard")
            )
        ).Ok();
        ((int)gone["messages"]!, (long)gone["left"]!).ShouldBe((1, 0));
        var record = (await said.Ask(root, "GET /api/operations/discarded", "operations/discarded")).Ok()["items"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        ((string)record["id"]!, (string)record["queue"]!, (string)record["summary"]!).ShouldBe((id, Queue, "{ this is no message"));
        ((string)record["bodyHash"]!).ShouldBe(Ids.Hash("{ this is no message"));
        ((string)record["by"]!).ShouldBe(
            await server.Scalar<string>("select id from forecasts.mt_doc_account where data ->> 'name' = 'root'")
        );
        (await root.Post($"{Errors}/{id}/discard", new { reason = "Again." })).ShouldBeRefused(404, "message.unknown");
        foreach (var all in (string[])["replay", "discard"])
            (await said.Ask(root, $"POST {Described}/{all}", $"{Errors}/{all}", said.Example($"POST {Described}/{all}"))).Ok()["messages"]!
                .GetValue<int>()
                .ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_no_consumer_knows_is_listed_like_one_that_failed()
    {
        await using var server = await RunningServer.Start(postgres, broker.Node.Uri, Given.MidYear);
        var root = await server.As("root", RoleName.Admin);
        await Publish(Queue, ("m-2", """{"messageType": ["urn:message:Some.Space:FromANewerVersion"], "message": {"claim": "abc/1"}}"""));
        await UntilFailed(root, 1);
        var listed = (await root.Get(Errors)).Ok()["items"]![0]!;
        ((string)listed["type"]!, (string)listed["claim"]!).ShouldBe(("FromANewerVersion", "abc/1"));
        ((long)(await root.Get("operations")).Ok()["queues"]![0]!["errors"]!).ShouldBe(1);
        (await root.Post($"{Errors}/{listed["id"]}/discard", new { reason = "Of another version." })).Ok()["left"]!
            .GetValue<long>()
            .ShouldBe(0);
    }

    [Fact]
    public async Task What_failed_for_a_cause_that_was_mended_is_replayed_from_the_page_and_scored()
    {
        await using var server = await RunningServer.Start(postgres, broker.Node.Uri, Given.MidYear);
        var root = await Given.Tournament(server);
        var said = await Contract.Of(server);
        var (ann, judge) = (await server.As("Ann", RoleName.Analyst), await server.As("Judge", RoleName.Reviewer));
        var author = await server.As("Author", RoleName.Analyst);
        var ids = new[] { await Given.Filed(author), await Given.Filed(author) };
        foreach (var id in ids)
            (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
        server.SetClock(Given.InWindow);
        await Execute(server, "alter table forecasts.score_sheets rename to mislaid");
        foreach (var id in ids)
            (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await UntilFailed(root, 2);
        await Execute(server, "alter table forecasts.mislaid rename to score_sheets");

        using var reader = await Reader.SignedIn(server, "root", "zh-Hans");
        var page = await reader.Page("/operations");
        foreach (var text in (string[])["ScoreClaimMessage", ids[0] + "/1", ids[1] + "/1", "PostgresException", "丢弃", "重放"])
            page.ShouldContain(text);
        var failed = (await root.Get(Errors)).Ok()["items"]!.AsArray();
        failed.Select(f => (string)f!["claim"]!).ShouldBe(ids.Select(i => i + "/1"), ignoreOrder: true);
        (await said.Ask(root, $"POST {Described}/{{id}}/replay", $"{Errors}/{failed[0]!["id"]}/replay")).Ok()["left"]!
            .GetValue<long>()
            .ShouldBe(1);
        using (
            var unexplained = await reader.Send(
                "/operations",
                "Discard",
                ("queue", Queue),
                ("message", (string)failed[1]!["id"]!),
                ("reason", "")
            )
        )
        {
            unexplained.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await unexplained.Content.ReadAsStringAsync()).ShouldContain("请填写此项");
        }

        using (var sent = await reader.Send("/operations", "Replay", ("queue", Queue), ("message", "")))
            sent.Headers.Location!.ToString().ShouldBe("/operations?done=replayed&messages=1");
        await server.UntilScored("t/2024");
        (await server.Scalar<long>("select count(*) from forecasts.score_sheets where status = 'scored'")).ShouldBe(2);
        (await root.Get(Errors)).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await reader.Page("/operations?done=replayed&messages=1")).ShouldContain("已重新发送到队列的消息：1 条。");
    }

    [Fact]
    public async Task A_replay_that_is_killed_in_the_middle_loses_nothing()
    {
        const int Many = 1_000;
        var options = new[]
        {
            "--queue",
            Queue,
            "--id",
            "all",
            "--ConnectionStrings:Forecasts=" + (await postgres.Database()).ConnectionString,
            "--Forecasts:RabbitMq=" + broker.Node.Uri,
        };
        await Empty(Queue);
        await Empty(Queue + "_error");
        await Publish(Queue + "_error", [.. Enumerable.Range(0, Many).Select(i => (Id(i), "{}"))]);
        using (
            var replay = Process.Start(
                new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, "errors", "replay", .. options])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                }
            )!
        )
        {
            await Until.True(async () => replay.HasExited || await Count(Queue) > 0, "the replay is under way");
            replay.Kill();
            await replay.WaitForExitAsync();
        }

        // The broker takes back what the replay held, which may be a moment later.
        await Until.True(
            async () =>
            {
                var ended = await ServerProcess.Run(["errors", "replay", .. options]);
                ended.Code.ShouldBe(0, ended.Errors);
                return ended.Output.Contains(" 0 left.", StringComparison.Ordinal)
                    && await Count(Queue + "_error") == 0
                    && await Count(Queue) >= Many;
            },
            "all are replayed"
        );
        (await Empty(Queue)).Distinct().Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Many).Select(Id));
    }

    [Fact]
    public async Task The_command_line_lists_shows_and_discards()
    {
        string[] options =
        [
            "--queue",
            Queue,
            "--ConnectionStrings:Forecasts=" + (await postgres.Database()).ConnectionString,
            "--Forecasts:RabbitMq=" + broker.Node.Uri,
        ];
        await Empty(Queue);
        await Empty(Queue + "_error");
        await Publish(
            Queue + "_error",
            ("m", """{"messageType": ["urn:message:Some.Space:ScoreClaimMessage"], "message": {"claim": "abc/1"}}""")
        );
        var list = await ServerProcess.Run(["errors", "list", .. options]);
        list.Output.ShouldContain($"{Queue}: 0 ready, 0 consumers, 1 failed");
        var line = list.Output.Split('\n').Single(l => l.Contains("abc/1", StringComparison.Ordinal)).Trim();
        (await ServerProcess.Run(["errors", "show", "--id", line.Split(' ')[0], .. options])).Output.ShouldContain(
            "urn:message:Some.Space:ScoreClaimMessage"
        );
        (await ServerProcess.Run(["errors", "discard", "--id", "all", .. options])).ShouldBeOneSentenceNaming("--reason TEXT");
        (await ServerProcess.Run(["errors", "discard", "--id", "all", "--reason", "No such claim.", .. options])).Output.ShouldContain(
            "1 done, 0 left."
        );
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_named_on_every_road()
    {
        var nowhere = new Uri("amqp://guest:guest@127.0.0.1:1");
        await using var server = await RunningServer.Start(postgres, nowhere, Given.MidYear);
        var root = await server.As("root", RoleName.Admin);
        var said = await Contract.Of(server);
        (await said.Ask(root, $"GET {Described}", Errors)).ShouldBeRefused(503, "broker.unavailable");
        (await said.Ask(root, $"POST {Described}/replay", $"{Errors}/replay")).ShouldBeRefused(503, "broker.unavailable");
        var view = (await root.Get("operations")).Ok();
        view["queues"].ShouldBeNull();
        view["problems"]!.ToJsonString().ShouldContain("broker");
        using var reader = await Reader.SignedIn(server, "root");
        (await reader.Page("/operations")).ShouldContain("The message broker does not answer");
        using var sent = await reader.Send("/operations", "Replay", ("queue", Queue));
        sent.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (
            await ServerProcess.Run(
                "errors",
                "list",
                "--ConnectionStrings:Forecasts=" + server.Settings.ConnectionString,
                "--Forecasts:RabbitMq=" + nowhere
            )
        ).ShouldBeOneSentenceNaming("127.0.0.1:1");
        (
            await ServerProcess.Run("errors", "list", "--ConnectionStrings:Forecasts=" + server.Settings.ConnectionString)
        ).ShouldBeOneSentenceNaming("--Forecasts:RabbitMq");
    }

    private static string Id(int i) => i.ToString("d4", CultureInfo.InvariantCulture);

    private static Task UntilFailed(Api root, int count) =>
        Until.True(async () => (await root.Get(Errors)).Ok()["items"]!.AsArray().Count == count, $"{count} have failed");

    private static async Task Execute(RunningServer server, string sql)
    {
        await using var command = server.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task Publish(string queue, params (string Id, string Body)[] messages) =>
        await On(async channel =>
        {
            await Task.WhenAll(
                messages.Select(m =>
                    channel
                        .BasicPublishAsync(
                            "",
                            queue,
                            mandatory: true,
                            new BasicProperties
                            {
                                MessageId = m.Id,
                                ContentType = "application/vnd.masstransit+json",
                                DeliveryMode = DeliveryModes.Persistent,
                            },
                            Encoding.UTF8.GetBytes(m.Body)
                        )
                        .AsTask()
                )
            );
            return 0;
        });

    private Task<BasicGetResult> Peek() =>
        On(async channel => (await channel.BasicGetAsync(Queue + "_error", autoAck: false)).ShouldNotBeNull());

    private Task<long> Count(string queue) => On(async channel => (long)(await channel.QueueDeclarePassiveAsync(queue)).MessageCount);

    /// <summary>Makes the queue where it is missing, empties it, and returns the ids of what was in it.</summary>
    private Task<List<string>> Empty(string queue) =>
        On(async channel =>
        {
            await channel.QueueDeclareAsync(
                queue,
                durable: true,
                exclusive: false,
                autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
            );
            var ids = new List<string>();
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } taken)
                ids.Add(taken.BasicProperties.MessageId ?? "");
            return ids;
        });

    private async Task<T> On<T>(Func<IChannel, Task<T>> act)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Node.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        return await act(channel);
    }
}
