using System.Text.Encodings.Web;
using System.Text.Json;

namespace Forecasts.Charts.Rendering;

/// <summary>What Vega's SVG lacks: one font list for all, figures of one width, the language, a description.</summary>
internal static class Picture
{
    public static string Finish(string svg, ChartSpec chart)
    {
        using var read = JsonDocument.Parse(chart.Json);
        var lang =
            read.RootElement.TryGetProperty("usermeta", out var meta) && meta.TryGetProperty("lang", out var tag) ? tag.GetString() : null;
        var description = read.RootElement.TryGetProperty("description", out var told) ? told.GetString() : null;
        var family = $"font-family=\"{Escape(Look.Fonts)}\"";
        var root =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" "
            + family
            + " style=\"font-variant-numeric:tabular-nums\" role=\"img\""
            + (lang is null ? "" : $" xml:lang=\"{Escape(lang)}\"")
            + (description is null ? "" : $" aria-label=\"{Escape(description)}\"");
        return svg.Replace(" " + family, "", StringComparison.Ordinal)
            .Replace(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" class=\"marks\"",
                root,
                StringComparison.Ordinal
            );
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace("\"", "&quot;");
}
