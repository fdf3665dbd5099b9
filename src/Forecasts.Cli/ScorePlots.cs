using Forecasts.Charts;
using Charts = Forecasts.Charts;
using Murphy = Forecasts.Scoring.Comparison.MurphyDiagram;

namespace Forecasts.Cli;

/// <summary>The charts of <c>--plot DIR</c>: written as Vega-Lite group by group, drawn as SVG when the result is out.</summary>
public sealed class ScorePlots
{
    private static readonly double[] Thresholds = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
    private readonly DirectoryInfo folder;
    private readonly Look look;
    private readonly List<(string Path, string Name)> written = [];
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="language">Of the charts' words.</param>
    public ScorePlots(DirectoryInfo folder, string language)
    {
        (this.folder, look) = (folder, new Look(Language: language.StartsWith("zh", StringComparison.Ordinal) ? "zh-Hans" : "en"));
        try
        {
            folder.Create();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The folder {folder} cannot be made: {cause.Message}", cause);
        }
    }

    /// <summary>The scores as they come, each with its charts written; several are also set side by side.</summary>
    public IEnumerable<Scored> Of(IEnumerable<Scored> scores)
    {
        var points = new List<ScatterPoint>();
        var uncertainty = 0.0;
        foreach (var scored in scores)
        {
            foreach (var chart in Charts(scored))
                Write(chart, scored.Group.Name);
            points.Add(new(scored.Group.Name ?? "", scored.Result.Corp.Miscalibration, scored.Result.Corp.Discrimination));
            uncertainty += scored.Result.Corp.Uncertainty;
            yield return scored;
        }

        if (points.Count > 1)
            Write(new McbDscScatter(points, uncertainty / points.Count), null);
    }

    /// <summary>Draws what was written.</summary>
    public async Task Draw(Output output, CancellationToken cancel)
    {
        if (!ChartRenderer.IsAvailable)
        {
            output.Note("SVG is drawn on Linux x64 only; the Vega-Lite files are written.");
            return;
        }

        using var renderer = new ChartRenderer();
        foreach (var (path, name) in written)
        {
            var svg = await renderer.ToSvg(new ChartSpec(name, await File.ReadAllTextAsync(path + ".vl.json", cancel)), cancel);
            await File.WriteAllTextAsync(path + ".svg", svg, cancel);
        }
    }

    private static IEnumerable<Chart> Charts(Scored scored)
    {
        var (group, result, summary) = scored;
        yield return new ReliabilityDiagram(
            [.. result.Curve.Select(c => new CurvePoint(c.X, c.Y, c.Consistency[0], c.Consistency[1]))],
            [.. result.Bins.Select(b => new CountBar(b.Lower, b.Upper, b.N))],
            result.N,
            result.Clusters
        )
        {
            Title = group.Name,
        };
        if (summary.Stated is { } stated && result.N < ReliabilityDiagram.Enough)
        {
            yield return new Charts.StatedValues([
                .. stated.Select(s => new Charts.StatedValue(s.Stated, s.Happened, s.N, s.Usual?.Lower, s.Usual?.Upper)),
            ])
            {
                Title = group.Name,
            };
        }

        yield return new ScoreHistogram(
            "Brier",
            [.. group.Probabilities.Zip(group.Outcomes, (p, y) => (p - y) * (p - y))],
            References: [new("50 %", summary.References.AlwaysHalf)]
        )
        {
            Title = group.Name,
        };
        var curve = Murphy.Curve(group.Probabilities, group.Outcomes, Thresholds, group.Weights);
        yield return new MurphyDiagram([new(group.Name ?? "", [.. Thresholds.Zip(curve)])]);
    }

    private void Write(Chart chart, string? group)
    {
        var spec = chart.Specify(look);
        var name = Free(group is null ? spec.Name : $"{Safe(group)}-{spec.Name}");
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path + ".vl.json", spec.Json);
        written.Add((path, spec.Name));
    }

    // Letters and digits of any language, and what no file system minds.
    private static string Safe(string group) =>
        string.Concat(group.Take(80).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));

    private string Free(string name)
    {
        var free = name;
        for (var i = 2; !taken.Add(free); i++)
            free = $"{name}-{i}";
        return free;
    }
}
