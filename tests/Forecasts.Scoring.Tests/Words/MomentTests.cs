using System.Globalization;
using Forecasts.Scoring.Words;

namespace Forecasts.Scoring.Tests.Words;

public class MomentTests
{
    [Theory]
    [InlineData("2024-03-01T09:00:00Z")]
    [InlineData("2024-03-01t09:00:00z")]
    [InlineData("2024-03-01 09:00Z")]
    [InlineData("2024-03-01 09:00:00+00:00")]
    [InlineData("2024-03-01 10:00:00 +0100")]
    [InlineData("2024-03-01T10:00:00+01")]
    [InlineData("2024-03-01T05:30:00-03:30")]
    [InlineData("2024-02-29T23:00-1000")]
    [InlineData("2024-03-01 09:00:00 UTC")]
    [InlineData("2024-03-01  09:00:00.000000000  +00:00")]
    [InlineData("2024-03-01T09:00:00,0Z")]
    public void One_instant_has_many_forms(string text) =>
        Moment.Read(text)!.Value.Instant.ShouldBe(new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2024-03-01 09:00:00.5Z", 5_000_000)]
    [InlineData("2024-03-01 09:00:00.123456+00:00", 1_234_560)]
    [InlineData("2024-03-01T09:00:00.123456789Z", 1_234_560)]
    [InlineData("2024-03-01T09:00:00.99999999999999Z", 9_999_990)]
    public void A_fraction_is_kept_to_the_microsecond(string text, long ticks) =>
        Moment.Read(text)!.Value.Utc.ShouldBe(new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero).AddTicks(ticks));

    [Theory]
    [InlineData("2024-03-01", true)]
    [InlineData("2024-03-01 09:00", false)]
    [InlineData("2024-03-01T09:00:00.25", false)]
    public void Without_an_offset_it_is_no_instant_yet(string text, bool isDay)
    {
        var moment = Moment.Read(text)!.Value;
        (moment.Instant, moment.IsDay, moment.Utc.Year).ShouldBe((null, isDay, 2024));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10/9/2022")]
    [InlineData("9/10/2022 12:00")]
    [InlineData("1.5")]
    [InlineData("44927")]
    [InlineData("10:30")]
    [InlineData("Mar 5")]
    [InlineData("2024")]
    [InlineData("2024-03")]
    [InlineData("2024-3-1")]
    [InlineData("24-03-01")]
    [InlineData("2024/03/01")]
    [InlineData("today")]
    [InlineData("now")]
    [InlineData("2023-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("2024-03-01T")]
    [InlineData("2024-03-01T9:00Z")]
    [InlineData("2024-03-01T24:00:00Z")]
    [InlineData("2024-03-01T09:60Z")]
    [InlineData("2024-03-01T09:00:Z")]
    [InlineData("2024-03-01T09:00:00.Z")]
    [InlineData("2024-03-01T09:00:00+")]
    [InlineData("2024-03-01T09:00:00+1")]
    [InlineData("2024-03-01T09:00:00+15:00")]
    [InlineData("2024-12-31T23:59:60Z")]
    [InlineData(" 2024-03-01T09:00:00Z")]
    [InlineData("2024-03-01T09:00:00 EST")]
    [InlineData("2024-03-01T09:00:00Z+01:00")]
    [InlineData("2024-03-01 09:00 AM")]
    [InlineData("Fri, 01 Mar 2024 09:00:00 GMT")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("٢٠٢٤-03-01")]
    [InlineData("-")]
    public void Everything_else_is_not_read(string text) => Moment.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fi-FI")]
    public void No_culture_changes_what_is_read(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            One_instant_has_many_forms("2024-03-01 09:00:00.000+00:00");
            Moment.Read("01.03.2024 09.00").ShouldBeNull();
            Numeral.Read("1.5").ShouldBe(1.5);
            OutcomeWord.Read("INACCURATE")!.Value.Share.ShouldBe(0);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_the_framework_writes_is_read_again() =>
        Gen.Long[0, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay]
            .Select(Gen.Int[-14 * 60, 14 * 60])
            .Where((ticks, minutes) => ticks > TimeSpan.TicksPerDay)
            .Sample(
                (ticks, minutes) =>
                {
                    var instant = new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
                    var at = instant.ToOffset(TimeSpan.FromMinutes(minutes));
                    foreach (var form in new[] { "O", "yyyy-MM-dd HH:mm:ss.ffffffzzz" })
                        Moment.Read(at.ToString(form, CultureInfo.InvariantCulture))!.Value.Instant.ShouldBe(at);
                }
            );
}
