using System.Text.Json;

namespace Forecasts.Charts.VegaLite;

/// <summary>Which field decides what of a mark.</summary>
public sealed record Encoding
{
    public Channel? X { get; init; }

    public Channel? X2 { get; init; }

    public Channel? Y { get; init; }

    public Channel? Y2 { get; init; }

    public Channel? Color { get; init; }

    public Channel? StrokeDash { get; init; }

    public Channel? Detail { get; init; }

    public Channel? Text { get; init; }

    public IReadOnlyList<Channel>? Tooltip { get; init; }
}

/// <summary>A field, or a fixed datum or value, with its scale and axis.</summary>
public sealed record Channel
{
    public string? Field { get; init; }

    /// <summary>quantitative, nominal, ordinal or temporal.</summary>
    public string? Type { get; init; }

    public object? Datum { get; init; }

    public object? Value { get; init; }

    /// <summary>A <see cref="VegaLite.Scale"/>, or an explicit null: the field says what is drawn.</summary>
    public object? Scale { get; init; }

    public Axis? Axis { get; init; }

    /// <summary>Empty: none.</summary>
    public string? Title { get; init; }

    public string? Format { get; init; }

    public object? Sort { get; init; }

    /// <summary>"binned": the rows are bins already.</summary>
    public string? Bin { get; init; }

    /// <summary>False: no legend.</summary>
    public object? Legend { get; init; }

    public static Channel Number(string field) => new() { Field = field, Type = "quantitative" };

    public static Channel Time(string field) => new() { Field = field, Type = "temporal" };

    public static Channel Name(string field) => new() { Field = field, Type = "nominal" };

    /// <summary>A text for the tip in the browser, such as a share: a number format would round what is almost certain to 100 %.</summary>
    public static Channel Told(string field, string title) =>
        new()
        {
            Field = field,
            Type = "nominal",
            Title = title,
        };

    /// <summary>A value for the tip in the browser.</summary>
    public static Channel Tip(string field, string title, string? format = null) =>
        new()
        {
            Field = field,
            Type = "quantitative",
            Title = title,
            Format = format,
        };
}

public sealed record Scale
{
    public string? Type { get; init; }

    public object? Domain { get; init; }

    public object? Range { get; init; }

    public bool? Nice { get; init; }

    public bool? Zero { get; init; }

    public double? PaddingInner { get; init; }
}

public sealed record Axis
{
    /// <summary>Whole percentages, written as everywhere else.</summary>
    public const string PerCent = "format(100 * datum.value, '.0f') + ' %'";

    /// <summary>No ticks, no line, no labels.</summary>
    public static readonly Axis None = new()
    {
        Labels = false,
        Ticks = false,
        Domain = false,
        Grid = false,
        Title = "",
    };

    public string? Title { get; init; }

    public string? Format { get; init; }

    public IReadOnlyList<double>? Values { get; init; }

    public int? TickCount { get; init; }

    public double? TickMinStep { get; init; }

    public bool? Grid { get; init; }

    public bool? Labels { get; init; }

    public bool? Ticks { get; init; }

    public bool? Domain { get; init; }

    public string? Orient { get; init; }

    public double? LabelAngle { get; init; }

    public object? LabelFlush { get; init; }

    public object? LabelOverlap { get; init; }

    public double? LabelSeparation { get; init; }

    public double? LabelPadding { get; init; }

    public object? LabelColor { get; init; }

    public object? LabelFontSize { get; init; }

    /// <summary>A Vega expression of <c>datum.value</c>.</summary>
    public string? LabelExpr { get; init; }
}

/// <summary>
/// How a specification is written: as short as it can be, Chinese as Chinese, an explicit null where Vega-Lite wants one.
/// </summary>
public static class VegaJson
{
    public static readonly JsonElement Null = JsonDocument.Parse("null").RootElement;

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
