using System.Xml.Linq;

namespace Forecasts.Charts.Tests;

/// <summary>Each chart as a picture, light and dark, in both languages.</summary>
public sealed class PictureTests(Renderer renderer) : IClassFixture<Renderer>
{
    /// <summary>A folder that receives every picture, for looking at them.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("FORECASTS_PICTURES");

    public static TheoryData<string, Shade, string> Pictures
    {
        get
        {
            var data = new TheoryData<string, Shade, string>();
            foreach (var chart in Gallery.All)
            foreach (var shade in Enum.GetValues<Shade>())
            foreach (var language in Texts.Words.Languages)
                data.Add(chart.Name, shade, language);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task Every_chart_is_drawn(string name, Shade shade, string language)
    {
        Renderer.Needed();
        var look = new Look(shade, language);
        var spec = Gallery.All.Single(c => c.Name == name).Specify(look);
        var svg = await renderer.Charts.ToSvg(spec, TestContext.Current.CancellationToken);
        if (Folder is not null)
            await File.WriteAllTextAsync(
                Path.Combine(Folder, $"{name}.{shade}.{language}.svg".ToLowerInvariant()),
                svg,
                TestContext.Current.CancellationToken
            );
        var root = XDocument.Parse(svg).Root!;
        root.Name.LocalName.ShouldBe("svg");
        root.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe(language);
        root.Attribute("aria-label")!.Value.ShouldNotBeEmpty();
        root.Attribute("font-family")!.Value.ShouldContain("Noto Sans CJK SC");
        svg.ShouldContain("tabular-nums");
        foreach (var sign in (string[])["NaN", "undefined", "null", "&quot;", "<script", "href"])
            svg.ShouldNotContain(sign);
        svg.ShouldContain(shade == Shade.Light ? Palette.Light.Paper : Palette.Dark.Paper);
        svg.Length.ShouldBeLessThan(120_000);
        var texts = root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        texts.ShouldContain(Gallery.Title(name, look));
        if (language == "zh-Hans")
            texts.Count(t => t.Any(c => c is >= '\u4e00' and <= '\u9fff')).ShouldBeGreaterThan(2, "Chinese stays text");
    }

    [Fact]
    public async Task Names_stay_text_whatever_they_hold()
    {
        Renderer.Needed();
        var spec = (Gallery.Murphy with { Title = "<b>王明 & \"Söhne\"</b>" }).Specify(new());
        var svg = await renderer.Charts.ToSvg(spec, TestContext.Current.CancellationToken);
        XDocument
            .Parse(svg)
            .Descendants()
            .Where(e => e.Name.LocalName == "text")
            .Select(e => e.Value)
            .ShouldContain("<b>王明 & \"Söhne\"</b>");
    }

    [Fact]
    public async Task On_a_page_a_picture_has_no_ground_of_its_own()
    {
        Renderer.Needed();
        var svg = await renderer.Charts.ToSvg(Gallery.Reliability.Specify(new(Paper: false)), TestContext.Current.CancellationToken);
        svg.ShouldNotContain(Palette.Light.Paper);
    }
}

public sealed class Renderer : IDisposable
{
    public ChartRenderer Charts { get; } = new();

    public static void Needed() => Assert.SkipUnless(ChartRenderer.IsAvailable, "The engine is to be had for Linux on x64 alone.");

    public void Dispose() => Charts.Dispose();
}
