using System.Globalization;
using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>Instants: by which clock, from which text, and of which local day.</summary>
public sealed class ClockTests(PrivatePostgres postgres)
{
    [Theory]
    [InlineData(2.5, false)]
    [InlineData(-2.5, false)]
    [InlineData(0.5, true)]
    [InlineData(-0.5, true)]
    public async Task A_clock_that_differs_from_the_database_s_by_over_two_seconds_is_refused(double seconds, bool agrees)
    {
        await using var database = NpgsqlDataSource.Create((await postgres.Database()).ConnectionString);
        await (await database.OpenConnectionAsync()).DisposeAsync(); // The first connection may take long, and time runs on there.
        var clock = new Clock { StandsAt = TimeProvider.System.GetUtcNow().AddSeconds(seconds) };
        (await new ClockCheck(database, clock).Agrees(CancellationToken.None)).ShouldBe(agrees);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public async Task A_shifted_clock_shifts_the_database_s_alike(int days)
    {
        await using var database = NpgsqlDataSource.Create((await postgres.Database()).ConnectionString);
        (await new ClockCheck(database, new Clock(TimeSpan.FromDays(days))).Agrees(CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public void The_clock_tells_no_more_than_the_database_keeps()
    {
        var clock = new Clock { StandsAt = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(19) };
        clock.GetUtcNow().Ticks.ShouldBe(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks + 10);
    }

    [Theory]
    [InlineData("2024-03-31T01:30:00Z", "2024-03-31 01:30:00.000000")]
    [InlineData("2024-03-31T01:30Z", "2024-03-31 01:30:00.000000")]
    [InlineData("2024-03-31T01:30:00+08:00", "2024-03-30 17:30:00.000000")]
    [InlineData("2024-12-31T23:30:00-03:30", "2025-01-01 03:00:00.000000")]
    [InlineData("2024-02-29 12:00:00+00:00", "2024-02-29 12:00:00.000000")]
    [InlineData("2024-01-01T00:00:00.1234567Z", "2024-01-01 00:00:00.123456")]
    public void An_instant_is_read_to_the_microsecond(string text, string utc)
    {
        var instant = Instants.Read(text, "at", zone: null).At;
        instant.Offset.ShouldBe(TimeSpan.Zero);
        instant.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture).ShouldBe(utc);
        (instant.Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("2024-01-01")]
    [InlineData("2024-01-01T00:00:00")]
    [InlineData("2024-01-01T00:00:00-")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2024-01-01T24:00:00Z")]
    [InlineData("2024-12-31T23:59:60Z")]
    [InlineData("2024-01-01T00:00:00+15:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("01/02/2024 00:00:00Z")]
    [InlineData("２０２４-01-01T00:00:00Z")]
    [InlineData(" 2024-01-01T00:00:00Z")]
    public void What_is_no_instant_or_leaves_its_offset_open_is_not_guessed(string text) =>
        Instants.Read(text, "at", zone: null).Refused!.Field.ShouldBe("at");

    [Theory]
    [InlineData("Asia/Shanghai", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("Asia/Calcutta", true)]
    [InlineData("asia/shanghai", false)]
    [InlineData("UTC+08", false)]
    [InlineData("China Standard Time", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_names_of_the_zone_data_are_known(string? zone, bool known) => (Zones.Known(zone) is null).ShouldBe(known);

    [Theory]
    // Midnight comes twice: the clocks went from 01:00 back to 00:00; the first one counts.
    [InlineData("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z")]
    // Midnight is missing: 00:00 became 01:00.
    [InlineData("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z")]
    // 00:00 went back to 23:00 of the same day, which so has 25 hours.
    [InlineData("Africa/Cairo", "2024-10-31", "2024-10-30T21:00:00Z", "2024-10-31T22:00:00Z")]
    // The whole day is missing: the country crossed the date line at its start.
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")]
    // Offsets that are no whole hours.
    [InlineData("Asia/Kathmandu", "2024-06-01", "2024-05-31T18:15:00Z", "2024-06-01T18:15:00Z")]
    public void A_day_lasts_from_its_first_valid_instant_to_the_first_one_after_it(string zone, string day, string opens, string closes)
    {
        var local = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        Zones.Opening(local, zone).ShouldBe(new(local, Instants.Read(opens, "at", zone: null).At));
        Zones.Closing(local, zone).ShouldBe(new(local, Instants.Read(closes, "at", zone: null).At));
        if (opens == closes)
            return;
        Zones.DayOf(Instants.Read(opens, "at", zone: null).At, zone).ShouldBe(local);
        Zones.DayOf(Instants.Read(closes, "at", zone: null).At.AddMicroseconds(-1), zone).ShouldBe(local);
        Zones.DayOf(Instants.Read(closes, "at", zone: null).At, zone).ShouldBe(local.AddDays(1));
    }

    [Fact]
    public void Days_at_the_ends_of_time_are_left_to_the_rules_that_name_them()
    {
        Zones.Closing(DateOnly.MaxValue, "Asia/Shanghai").Local.ShouldBe(DateOnly.MaxValue);
        Zones.Opening(DateOnly.MinValue, "Asia/Shanghai").Local.ShouldBe(DateOnly.MinValue);
    }
}
