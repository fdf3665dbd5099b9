using System.Text.Json;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>A chart: its data as a record, and how it is drawn.</summary>
public abstract record Chart
{
    /// <summary>Above the drawing; null: what the chart is called; empty: nothing, for a page that has a heading of its own.</summary>
    public string? Title { get; init; }

    /// <summary>The data of a mark that stands once.</summary>
    protected const string Once = "once";
    private static readonly object[] OneRow = [new { }];

    /// <summary>Which chart, for messages and file names.</summary>
    public abstract string Name { get; }

    /// <exception cref="ArgumentException">A value of the data is impossible; the message names it.</exception>
    public ChartSpec Specify(Look look)
    {
        var view = Draw(look);
        var told = view.Title!.Subtitle ?? [];
        var whole = view with
        {
            Schema = "https://vega.github.io/schema/vega-lite/v6.json",
            Usermeta = new(look.Language),
            Description = view.Description ?? string.Join(". ", [(string)view.Title.Text, .. told]),
            Title = Title is { Length: 0 } ? (told.Count == 0 ? null : new(told)) : view.Title with { Text = Title ?? view.Title.Text },
            Background = look.Paper ? look.Palette.Paper : "transparent",
            Padding = look.Paper ? 16 : 2,
            Datasets = new SortedDictionary<string, object>(view.Datasets!.ToDictionary(), StringComparer.Ordinal) { [Once] = OneRow },
            Config = Style.Of(look, plain: Title is { Length: 0 }),
        };
        return new(Name, JsonSerializer.Serialize(whole, VegaJson.Options), whole.Description);
    }

    /// <summary>The view with its data and its own title.</summary>
    protected abstract VegaView Draw(Look look);

    /// <summary>Six decimals: more is not seen, and the last digits of a double are not the same on every machine.</summary>
    protected internal static double Short(double value) => Math.Round(value, 6);

    protected static double? Short(double? value) => value is { } v ? Short(v) : null;

    protected internal static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
