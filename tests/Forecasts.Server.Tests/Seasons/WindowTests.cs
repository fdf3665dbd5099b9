using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Seasons;

/// <summary>
/// The calendar's instants, to the microsecond, on days when midnight is missing or the clocks go back at it. The UTC instants
/// are written out from the zones' published changes, not computed by the code under test.
/// </summary>
public sealed class WindowTests(PrivatePostgres postgres)
{
    private static readonly ZonedSeason[] Zoned =
    [
        // No change of clocks, eight hours ahead. The close and the opening of the window are one instant.
        new(
            "shanghai",
            "Asia/Shanghai",
            ["2024-01-01", "2024-12-31", "2025-01-01", "2025-02-15"],
            ["2023-12-31T16:00:00Z", "2024-12-31T16:00:00Z", "2024-12-31T16:00:00Z", "2025-02-15T16:00:00Z"]
        ),
        // Forward at 00:00 on 2024-04-26 and 2025-04-25 (01:00 is 22:00 UTC of the day before), back at 24:00 on 2024-10-31 and 2025-10-30.
        new(
            "cairo",
            "Africa/Cairo",
            ["2024-04-26", "2024-10-31", "2025-04-25", "2025-10-30"],
            ["2024-04-25T22:00:00Z", "2024-10-31T22:00:00Z", "2025-04-24T22:00:00Z", "2025-10-30T22:00:00Z"]
        ),
        // Forward at 00:00 on 2024-03-31 and 2025-03-30, back at 24:00 on 2024-10-26 and 2025-10-25.
        new(
            "beirut",
            "Asia/Beirut",
            ["2024-03-31", "2024-10-26", "2025-03-30", "2025-10-25"],
            ["2024-03-30T22:00:00Z", "2024-10-26T22:00:00Z", "2025-03-29T22:00:00Z", "2025-10-25T22:00:00Z"]
        ),
        // Forward at 24:00 on 2024-09-07 and 2025-09-06, back at 24:00 on 2025-04-05 and 2026-04-04.
        new(
            "santiago",
            "America/Santiago",
            ["2024-09-08", "2025-04-05", "2025-09-07", "2026-04-04"],
            ["2024-09-08T04:00:00Z", "2025-04-06T04:00:00Z", "2025-09-07T04:00:00Z", "2026-04-05T04:00:00Z"]
        ),
        // Forward at 00:00 on 2024-03-10 and 2025-03-09; back at 01:00 on 2024-11-03 and 2025-11-02, so that midnight comes twice.
        new(
            "havana",
            "America/Havana",
            ["2024-03-10", "2024-11-02", "2025-03-09", "2025-11-01"],
            ["2024-03-10T05:00:00Z", "2024-11-03T04:00:00Z", "2025-03-09T05:00:00Z", "2025-11-02T04:00:00Z"]
        ),
    ];

    [Fact]
    public async Task The_job_records_each_transition_once_at_its_instant_and_not_a_microsecond_before()
    {
        await using var server = await RunningServer.Start(postgres, now: At("2023-06-01T00:00:00Z"));
        await Plan(server, Zoned);
        foreach (var instant in Zoned.SelectMany(z => z.Instants).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(At))
        {
            var due = Zoned.Count(z => z.Instants.Any(i => At(i) == instant));
            server.Clock.StandsAt = instant.AddMicroseconds(-1);
            (await server.RunWindowJob()).ShouldBe(0, $"just before {instant:O}");
            server.Clock.StandsAt = instant;
            (await Task.WhenAll(server.RunWindowJob(), server.RunWindowJob())).Sum().ShouldBe(due, $"two jobs at once at {instant:O}");
            (await server.RunWindowJob()).ShouldBe(0, $"again at {instant:O}");
        }

        foreach (var zoned in Zoned)
            (await Recorded(server, zoned)).ShouldBe(
                [.. zoned.Instants.Select((instant, i) => (Transitions[i], At(instant), At(instant)))],
                zoned.Tournament
            );
    }

    [Fact]
    public async Task A_server_that_was_down_over_the_instants_records_them_as_it_starts_once_and_as_due_when_they_were()
    {
        var (settings, season) = (await postgres.Database(), Zoned[1]);
        await using (var before = await RunningServer.Start(settings, At(season.Instants[0]).AddDays(-1)))
            await Plan(before, season);
        var late = At(season.Instants[2]).AddDays(3);
        for (var start = 1; start <= 2; start++)
        {
            await using var after = await RunningServer.Start(settings, late.AddHours(start));
            await Until.True(async () => (await Recorded(after, season)).Count == 3, "the start-up job has recorded what was due");
            (await after.RunWindowJob()).ShouldBe(0);
            var recorded = await Recorded(after, season);
            recorded.Select(r => (r.What, r.Due)).ShouldBe(Enumerable.Range(0, 3).Select(i => (Transitions[i], At(season.Instants[i]))));
            recorded.ShouldAllBe(r => r.MadeAt >= late.AddHours(1) && r.MadeAt < late.AddHours(2), "by the first start alone");
        }
    }

    [Theory]
    [InlineData("cairo")]
    [InlineData("santiago")]
    [InlineData("havana")]
    public async Task What_is_in_time_is_decided_by_the_instant_whether_or_not_the_job_has_run(string tournament)
    {
        var season = Zoned.Single(z => z.Tournament == tournament);
        var (opens, closes, window, windowCloses) = (
            At(season.Instants[0]),
            At(season.Instants[1]),
            At(season.Instants[2]),
            At(season.Instants[3])
        );
        await using var server = await RunningServer.Start(postgres, now: opens.AddDays(-1));
        var admin = await Plan(server, season);
        var (ann, eve) = (await server.As("Ann", RoleName.Analyst), await server.As("Eve", RoleName.Reviewer));
        var id = (string)(await ann.Post($"seasons/{tournament}/2024/predictions", ThreeClaims)).Ok()["id"]!;
        var probability = 0.5;

        server.Clock.StandsAt = opens.AddMicroseconds(-1);
        (await Forecast()).ShouldBe(409);
        server.Clock.StandsAt = opens;
        (await RecordedPhase()).ShouldBe("planned");
        (await Forecast()).ShouldBe(200, "open by the calendar, the job to come");

        server.Clock.StandsAt = closes.AddMicroseconds(-1);
        await server.RunWindowJob();
        (await Forecast()).ShouldBe(200);
        server.Clock.StandsAt = closes;
        (await RecordedPhase()).ShouldBe("open");
        (await Forecast()).ShouldBe(409, "closed by the calendar, the job to come");
        (await server.RunWindowJob()).ShouldBe(1);
        (await Forecast()).ShouldBe(409, "closed, and recorded");

        server.Clock.StandsAt = window.AddMicroseconds(-1);
        (await Verdict(1)).ShouldBe(409);
        server.Clock.StandsAt = window;
        (await RecordedPhase()).ShouldBe("forecastsClosed");
        (await Verdict(1)).ShouldBe(201, "the window is open by the calendar, the job to come");

        server.Clock.StandsAt = windowCloses.AddMicroseconds(-1);
        await server.RunWindowJob();
        (await Verdict(2)).ShouldBe(201);
        server.Clock.StandsAt = windowCloses;
        (await RecordedPhase()).ShouldBe("reviewOpen");
        (await Verdict(3)).ShouldBe(409, "the window is shut by the calendar, the job to come");

        async Task<int> Forecast() =>
            (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = probability += 0.01 })).Code;
        async Task<int> Verdict(int claim) =>
            (await eve.Post($"predictions/{id}/claims/{claim}/verdicts", Given.Verdict("yes", "2024-06-01"))).Code;
        async Task<string> RecordedPhase() => (string)(await admin.Get($"seasons/{tournament}/2024")).Ok()["recordedPhase"]!;
    }

    private static readonly string[] Transitions =
    [
        nameof(SeasonEvent.Opened),
        nameof(SeasonEvent.ForecastsClosed),
        nameof(SeasonEvent.WindowOpened),
        nameof(SeasonEvent.WindowClosed),
    ];

    // Due after every close: what is in time is the calendar's matter alone.
    private static readonly object ThreeClaims = new
    {
        theme = "general",
        title = "A judgement",
        coreJudgement = "Something will happen.",
        claims = Enumerable.Repeat(
            new
            {
                statement = "It happens.",
                type = "binary",
                criteria = "As the paper says.",
                due = "2026-06-01",
            },
            3
        ),
    };

    private static DateTimeOffset At(string instant) => Instants.Read(instant, "at", zone: null).At;

    private static async Task<Api> Plan(RunningServer server, params ZonedSeason[] seasons)
    {
        var admin = await server.As("root", RoleName.Admin);
        foreach (var season in seasons)
        {
            (await admin.Post("tournaments", new { slug = season.Tournament, name = season.Zone })).Ok();
            (await admin.Post($"tournaments/{season.Tournament}/seasons", Given.Season(zone: season.Zone, calendar: season.Calendar))).Ok();
        }

        return admin;
    }

    private static async Task<IReadOnlyList<(string What, DateTimeOffset Due, DateTimeOffset MadeAt)>> Recorded(
        RunningServer server,
        ZonedSeason season
    )
    {
        await using var session = server.Store.QuerySession();
        return
        [
            .. (await session.Events.FetchStreamAsync(Streams.Season(new SeasonRef(season.Tournament, 2024))))
                .Select(e => e.Data)
                .OfType<SeasonEvent>()
                .Where(e => e is not SeasonEvent.Planned)
                .Select(e =>
                    (
                        e.GetType().Name,
                        e switch
                        {
                            SeasonEvent.Opened o => o.Due,
                            SeasonEvent.ForecastsClosed c => c.Due,
                            SeasonEvent.WindowOpened o => o.Due,
                            SeasonEvent.WindowClosed c => c.Due,
                            _ => default,
                        },
                        e.Stamp.MadeAt
                    )
                ),
        ];
    }

    /// <summary>The season of 2024 in a zone: its four local days and the instants that they must stand for.</summary>
    private sealed record ZonedSeason(string Tournament, string Zone, string[] Days, string[] Instants)
    {
        public object Calendar =>
            new
            {
                opens = Days[0],
                forecastsClose = Days[1],
                windowOpens = Days[2],
                windowCloses = Days[3],
                publishes = "2026-12-01",
            };
    }
}
