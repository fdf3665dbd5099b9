using Forecasts.Charts.Texts;

namespace Forecasts.Charts;

public enum Shade
{
    Light,
    Dark,
}

/// <summary>How a chart looks: the same report on paper or at night, in one language.</summary>
/// <param name="Language">en or zh-Hans.</param>
/// <param name="Paper">True: on a ground of its own, for a file; false: on the page's.</param>
public sealed record Look(Shade Shade = Shade.Light, string Language = "en", bool Paper = true)
{
    public const string Fonts =
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";

    public Palette Palette => Shade == Shade.Light ? Palette.Light : Palette.Dark;

    public Words Words => Words.In(Language);
}

/// <summary>The report's colours: meaning only, everything else is ink and paper.</summary>
public sealed record Palette(
    string Paper,
    string Ink,
    string Soft,
    string Line,
    string Edge,
    string Accurate,
    string Half,
    string Inaccurate,
    string Accent,
    string Bar,
    string Band
)
{
    public static readonly Palette Light = new(
        "#fbf9f4",
        "#23201b",
        "#6b655c",
        "#e3ddd0",
        "#8d8577",
        "#2b7a5b",
        "#b98100",
        "#b0452f",
        "#1f4e5f",
        "#8aa9b4",
        "#ebe6da"
    );

    public static readonly Palette Dark = new(
        "#191714",
        "#ece7dd",
        "#a89f92",
        "#37322b",
        "#857c6e",
        "#5cb890",
        "#e0ab3c",
        "#e58a73",
        "#8fc3d6",
        "#4d7482",
        "#2d2923"
    );
}
