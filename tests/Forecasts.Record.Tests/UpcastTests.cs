using System.Text;
using System.Text.Json;
using Forecasts.Domain.Forecasting;

namespace Forecasts.Record.Tests;

/// <summary>An event of an older version is read as one of today, step by step.</summary>
public class UpcastTests
{
    private const string First =
        """{"stamp":{"by":"p-ann","madeAt":"2024-07-01T00:00:00+00:00"},"prediction":"pr1","who":"p-ann","claim":1}""";
    private const string Second =
        """{"stamp":{"by":"p-ann","madeAt":"2024-07-01T00:00:00+00:00"},"prediction":"pr1","analyst":"p-ann","number":1}""";

    private static readonly EventReader Third = new(
        [new("forecast.withdrawn", 3, typeof(ForecastEvent.Withdrawn))],
        [
            new(
                "forecast.withdrawn",
                1,
                document =>
                {
                    document["analyst"] = document["who"]!.DeepClone();
                    document["number"] = document["claim"]!.DeepClone();
                    document.Remove("who");
                    document.Remove("claim");
                    return document;
                }
            ),
            new(
                "forecast.withdrawn",
                2,
                document =>
                {
                    document["claim"] = document["number"]!.DeepClone();
                    document.Remove("number");
                    return document;
                }
            ),
        ]
    );

    [Theory]
    [InlineData("forecast.withdrawn.1", First)]
    [InlineData("forecast.withdrawn.2", Second)]
    public void Through_every_version_between(string stored, string json)
    {
        var read = (ForecastEvent.Withdrawn)Third.Read(stored, JsonDocument.Parse(json).RootElement);
        (read.Analyst, read.Claim, read.Prediction, read.Stamp.By).ShouldBe(
            (new Domain.AnalystId("p-ann"), 1, "pr1", new Domain.AnalystId("p-ann"))
        );
        Third.Older.Select(o => o.Stored).ShouldBe(["forecast.withdrawn.1", "forecast.withdrawn.2"]);
    }

    [Fact]
    public void What_is_unknown_is_refused_and_never_skipped()
    {
        var data = JsonDocument.Parse(First).RootElement;
        foreach (
            var stored in new[]
            {
                "forecast.withdrawn.4",
                "forecast.withdrawn.0",
                "forecast.whatever.1",
                "forecast",
                "",
                "forecast.withdrawn.x",
                "forecast.withdrawn.-1",
            }
        )
            Should.Throw<RecordException>(() => Third.Read(stored, data), stored);
        Should.Throw<RecordException>(() =>
            EventReader.Current.Read("forecast.made.1", JsonDocument.Parse("""{"belief":{"maybe":1}}""").RootElement)
        );
        Should.Throw<RecordException>(() => Third.Read("forecast.withdrawn.1", JsonDocument.Parse("[]").RootElement));
    }

    [Fact]
    public void A_step_that_is_missing_is_found_before_anything_is_read()
    {
        EventKind kind = new("forecast.withdrawn", 3, typeof(ForecastEvent.Withdrawn));
        Should.Throw<RecordException>(() => new EventReader([kind], [new("forecast.withdrawn", 1, d => d)]));
        Should.Throw<RecordException>(() => new EventReader([kind], [new("forecast.withdrawn", 3, d => d)]));
        Should.Throw<RecordException>(() => new EventReader([kind], [new("forecast.made", 1, d => d)]));
    }

    [Fact]
    public void Its_bytes_are_the_same_however_a_store_keeps_its_document()
    {
        var happened = Samples.All["forecast.made.1"];
        var record = EventRecord.Of("forecast/pr1/p-ann", 3, happened);
        var shuffled = """{"stamp":{"import":{"line":7.0,"import":"im1"},"by":"p-importer"},"claim":1e0}""";
        var straight = """{"claim":1,"stamp":{"by":"p-importer","import":{"import":"im1","line":7}}}""";
        Text(record with { Data = JsonDocument.Parse(shuffled).RootElement })
            .ShouldBe(Text(record with { Data = JsonDocument.Parse(straight).RootElement }));
        Text(record).ShouldStartWith("{\"data\":{\"analyst\":\"p-ann\",\"belief\":{\"probability\":0.7}");
        Text(record).ShouldEndWith("\"stream\":\"forecast/pr1/p-ann\",\"type\":\"forecast.made.1\",\"version\":3}");
        record.Hash().ShouldNotBe((record with { Version = 4 }).Hash());
    }

    private static string Text(EventRecord record) => Encoding.UTF8.GetString(record.Bytes());
}
