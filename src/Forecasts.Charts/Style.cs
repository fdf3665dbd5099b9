namespace Forecasts.Charts;

/// <summary>What all charts share: ink on paper, thin lines, one font.</summary>
internal static class Style
{
    public static object Of(Look look, bool plain)
    {
        var p = look.Palette;
        return new
        {
            font = Look.Fonts,
            aria = false,
            view = new { stroke = "transparent" },
            concat = new { spacing = 12 },
            legend = new { disable = true },
            title = new
            {
                anchor = "start",
                frame = "group",
                color = plain ? p.Soft : p.Ink,
                fontSize = plain ? 12 : 15,
                fontWeight = plain ? 400 : 600,
                offset = 14,
                subtitleColor = p.Soft,
                subtitleFontSize = 12,
                subtitlePadding = 6,
                subtitleLineHeight = 16,
                lineHeight = plain ? 16 : 20,
            },
            axis = new
            {
                labelColor = p.Soft,
                titleColor = p.Soft,
                labelFontSize = 11,
                titleFontSize = 12,
                titleFontWeight = 400,
                gridColor = p.Line,
                domainColor = p.Edge,
                tickColor = p.Line,
                tickSize = 4,
                labelPadding = 4,
                titlePadding = 8,
                labelOverlap = "greedy",
            },
            text = new { color = p.Ink, fontSize = 11 },
            line = new { strokeJoin = "round", strokeCap = "round" },
        };
    }
}
