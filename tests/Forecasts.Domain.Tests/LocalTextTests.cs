using System.Text.Json;

namespace Forecasts.Domain.Tests;

public class LocalTextTests
{
    private static LocalText Read(string json) => JsonSerializer.Deserialize<LocalText>(json)!;

    [Theory]
    [InlineData("\"Robots\"")]
    [InlineData("\"\"")]
    [InlineData("{\"en\":\"Robots\",\"zh-Hans\":\"\\u673A\\u5668\\u4EBA\"}")]
    [InlineData("{\"zh-Hans\":\"\\u673A\\u5668\\u4EBA\"}")]
    public void What_came_in_goes_out(string json) => JsonSerializer.Serialize(Read(json)).ShouldBe(json);

    [Fact]
    public void Any_text_reads_back_equal()
    {
        var texts = Gen.Dictionary(Gen.OneOf("en", "zh-Hans", "de", "fr", "pt-BR"), AnyText)[1, 5];
        texts.Sample(t =>
        {
            var text = Read(JsonSerializer.Serialize(t));
            Read(JsonSerializer.Serialize(text)).ShouldBe(text);
            Read(JsonSerializer.Serialize(t.Reverse().ToDictionary())).ShouldBe(text, "the order of the keys says nothing");
        });
        AnyText.Sample(t => Read(JsonSerializer.Serialize(new LocalText(t))).ShouldBe(new LocalText(t)));
    }

    [Fact]
    public void A_text_without_translations_is_a_plain_string() =>
        Read(JsonSerializer.Serialize(new LocalText("Robots", new Dictionary<string, string>()))).ShouldBe(new LocalText("Robots"));

    [Theory]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"en\":1}")]
    [InlineData("{\"en\":{}}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\":\"x\"}")]
    public void Anything_else_is_refused_as_json(string json) => Should.Throw<JsonException>(() => Read(json));

    [Fact]
    public void Nothing_stays_nothing()
    {
        JsonSerializer.Deserialize<LocalText>("null").ShouldBeNull();
        ((LocalText?)(string?)null).ShouldBeNull();
    }

    [Fact]
    public void It_speaks_the_language_asked_for_else_English_else_the_first_tag()
    {
        var both = Read("""{"zh-Hans":"机器人","en":"Robots"}""");
        both.In("zh-Hans").ShouldBe("机器人");
        both.In("fr").ShouldBe("Robots");
        Read("""{"zh-Hans":"机器人","de":"Roboter"}""").In("fr").ShouldBe("Roboter");
        ((LocalText)"Robots").In("zh-Hans").ShouldBe("Robots");
    }

    [Theory]
    [InlineData("""{"en":"Robots","zh-Hans":" "}""", "text.missing")]
    [InlineData("""{"en":"Robots","zh-Hans":"机\u0000人"}""", "text.control-character")]
    [InlineData("""{"en":"Robots","zh-Hans":"12345678901"}""", "text.too-long")]
    [InlineData("""{"en":"Robots","<script>":"x"}""", "text.language")]
    [InlineData("""{"e":"x"}""", "text.language")]
    [InlineData("""{"":"x"}""", "text.language")]
    public void Every_translation_is_checked(string json, string code) =>
        Check.Text(Read(json), "title", 10).ThenRefused(code, field: "title");

    [Fact]
    public void There_are_at_most_20_languages()
    {
        Check.Text(In(20), "title", 10).ShouldBeNull();
        Check.Text(In(21), "title", 10).ThenRefused("text.language");

        static LocalText In(int n) => new("x", Enumerable.Range(0, n).ToDictionary(i => "x" + (char)('a' + i), _ => "x"));
    }
}
