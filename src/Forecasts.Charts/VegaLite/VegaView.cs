using System.Text.Json.Serialization;

namespace Forecasts.Charts.VegaLite;

/// <summary>A view of Vega-Lite: one mark, layers over each other, or views one below the other. What is null is not written.</summary>
public sealed record VegaView
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public string? Description { get; init; }

    public Usermeta? Usermeta { get; init; }

    public string? Background { get; init; }

    public object? Padding { get; init; }

    public Heading? Title { get; init; }

    /// <summary>Rows by name; views refer to them.</summary>
    public IReadOnlyDictionary<string, object>? Datasets { get; init; }

    public DataName? Data { get; init; }

    public IReadOnlyList<Filter>? Transform { get; init; }

    public int? Width { get; init; }

    /// <summary>A number, or a step per row.</summary>
    public object? Height { get; init; }

    public Mark? Mark { get; init; }

    public Encoding? Encoding { get; init; }

    public IReadOnlyList<VegaView>? Layer { get; init; }

    public IReadOnlyList<VegaView>? Vconcat { get; init; }

    public int? Spacing { get; init; }

    public string? Bounds { get; init; }

    public object? Config { get; init; }
}

public sealed record Usermeta(string Lang);

public sealed record DataName(string Name);

/// <param name="Filter">An expression over a row, <c>datum</c>.</param>
public sealed record Filter([property: JsonPropertyName("filter")] string Test);

public sealed record Heading(object Text, IReadOnlyList<string>? Subtitle = null);

/// <summary>What is drawn for each row, or for all of them.</summary>
public sealed record Mark(string Type)
{
    public string? Color { get; init; }

    /// <summary>Around a text: what keeps it readable on any ground.</summary>
    public string? Stroke { get; init; }

    public double? StrokeWidth { get; init; }

    public IReadOnlyList<int>? StrokeDash { get; init; }

    public double? Opacity { get; init; }

    public bool? Filled { get; init; }

    public bool? Clip { get; init; }

    public double? Size { get; init; }

    public double? Thickness { get; init; }

    public double? CornerRadius { get; init; }

    public string? Shape { get; init; }

    public string? Interpolate { get; init; }

    public string? Align { get; init; }

    public string? Baseline { get; init; }

    public double? Dx { get; init; }

    public double? Dy { get; init; }

    public double? FontSize { get; init; }

    public object? FontWeight { get; init; }

    public string? FontStyle { get; init; }

    public string? Text { get; init; }

    public object? X { get; init; }

    public object? Y { get; init; }
}
