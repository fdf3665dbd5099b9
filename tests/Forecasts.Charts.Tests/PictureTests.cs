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
                    foreach (var language in Texts.Words.Languages) data.Add(chart.Name, shade, language);
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
        if (Folder is not null) await File.WriteAllTextAsync(Path.Combine(Folder, $"{name}.{shade}.{language}.svg".ToLowerInvariant()), svg, TestContext.Current.CancellationToken);
        var root = XDocument.Parse(svg).Root!;
        root.Name.LocalName.ShouldBe("svg");
        root.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe(language);
    }
}

public sealed class Renderer : IDisposable
{
    public ChartRenderer Charts { get; } = new();

    public static void Needed() => Assert.SkipUnless(ChartRenderer.IsAvailable, "The engine is to be had for Linux on x64 alone.");

    public void Dispose() => Charts.Dispose();
}
