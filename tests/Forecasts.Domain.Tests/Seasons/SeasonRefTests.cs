using System.Text.Json;
using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Tests.Seasons;

public class SeasonRefTests
{
    [Fact]
    public void It_is_written_as_tournament_and_year_whatever_the_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = new("ar-SA");
        try
        {
            string written = new SeasonRef("ai-trends", 2024);
            written.ShouldBe("ai-trends/2024");
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void It_is_read_back_from_what_is_written()
    {
        var season = new SeasonRef("ai-trends", 2024);
        SeasonRef.Read(season.ToString()).ShouldBe(season);
        JsonSerializer.Serialize(season).ShouldBe("\"ai-trends/2024\"");
        JsonSerializer.Deserialize<SeasonRef>("\"ai-trends/2024\"").ShouldBe(season);
    }

    [Fact]
    public void That_a_text_is_none_is_said_in_one_way() =>
        (SeasonRef.Unread.Code, SeasonRef.Unread.Field).ShouldBe(("season.unknown", "season"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ai-trends")]
    [InlineData("/2024")]
    [InlineData("ai-trends/")]
    [InlineData("ai-trends/2024/1")]
    [InlineData("ai-trends/ 2024")]
    [InlineData("ai-trends/-2024")]
    [InlineData("ai-trends/two")]
    [InlineData("ai-trends/99999999999")]
    public void Another_text_is_none(string? text)
    {
        SeasonRef.Read(text).ShouldBeNull();
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<SeasonRef>(JsonSerializer.Serialize(text)));
    }
}
