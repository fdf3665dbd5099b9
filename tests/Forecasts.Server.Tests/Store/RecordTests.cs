using System.Text;
using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Domain.Forecasting;
using Forecasts.Record;
using Forecasts.Server.Setup.Samples;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using JasperFx.Events;
using Marten;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

/// <summary>What the database keeps of an event is the record: its name, its version, its document.</summary>
public sealed class RecordTests(PrivatePostgres postgres)
{
    private const string Stored = """
        select coalesce(json_agg(json_build_array(stream_id, version, type, data) order by seq_id), '[]')::text from forecasts.mt_events
        """;

    [Fact]
    public async Task Every_event_of_the_sample_has_the_bytes_that_its_record_says()
    {
        await using var server = await RunningServer.Start(postgres);
        await Sample.Load(server.Services, TestContext.Current.CancellationToken);
        using var log = JsonDocument.Parse(await server.Scalar<string>(Stored));
        log.RootElement.GetArrayLength().ShouldBeGreaterThan(1_000);
        foreach (var row in log.RootElement.EnumerateArray())
        {
            var kept = new EventRecord(row[0].GetString()!, row[1].GetInt64(), row[2].GetString()!, row[3]);
            var read = EventReader.Current.Read(kept.Type, kept.Data);
            Text(EventRecord.Of(kept.Stream, kept.Version, read)).ShouldBe(Text(kept));
        }
    }

    /// <summary>As it was written before a member had its present name.</summary>
    public sealed record WithdrawnOnce(Stamp Stamp, string Prediction, string Who, int Claim);

    [Fact]
    public async Task An_event_of_an_older_version_is_read_from_the_database_as_one_of_today()
    {
        await using var server = await RunningServer.Start(postgres);
        const string stream = "forecast/pr1/p-ann";
        using (var before = Store(server, new([new("forecast.withdrawn", 1, typeof(WithdrawnOnce))], [])))
        {
            await before.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await using var session = before.LightweightSession();
            session.Events.Append(stream, new WithdrawnOnce(new(new("p-ann"), Given.MidYear), "pr1", "p-ann", 3));
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        using var now = Store(
            server,
            new(
                [new("forecast.withdrawn", 2, typeof(ForecastEvent.Withdrawn))],
                [
                    new(
                        "forecast.withdrawn",
                        1,
                        document =>
                        {
                            document["analyst"] = document["who"]!.DeepClone();
                            return document;
                        }
                    ),
                ]
            )
        );
        await using var reading = now.QuerySession();
        var read = (await reading.Events.FetchStreamAsync(stream, token: TestContext.Current.CancellationToken)).Single();
        read.Data.ShouldBe(new ForecastEvent.Withdrawn(new(new("p-ann"), Given.MidYear), "pr1", new("p-ann"), 3));
    }

    private static DocumentStore Store(RunningServer server, EventReader reader) =>
        DocumentStore.For(options =>
        {
            options.Connection(server.Settings.ConnectionString!);
            options.DatabaseSchemaName = "older";
            options.UseSystemTextJsonForSerialization(Weasel.Core.EnumStorage.AsString, Weasel.Core.Casing.CamelCase);
            options.Events.StreamIdentity = StreamIdentity.AsString;
            Events.Recorded(options, reader);
        });

    private static string Text(EventRecord record) => Encoding.UTF8.GetString(record.Bytes());
}
