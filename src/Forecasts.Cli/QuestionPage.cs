using System.Text.Json;

namespace Forecasts.Cli;

/// <summary>Results of questions, written one after the other: a table each, one JSON document, or one CSV.</summary>
public sealed class QuestionPage(Output output, TextWriter writer)
{
    // More categories than this are not for reading.
    private const int Readable = 8;

    private const int MostNamed = 20;

    private static readonly JsonSerializerOptions Compact = new(Json.Writing(null)) { WriteIndented = false };

    private readonly List<string> named = [];
    private int unsettled;
    private bool any;

    /// <summary>What stands before the first question.</summary>
    public void Begin()
    {
        if (output.Format == Format.Json)
            writer.Write("{\"questions\":[");
        if (output.Format == Format.Csv)
            output.CsvLine("question", "forecaster", "baseline", "peer", "relative_brier", "coverage", "spot_baseline", "spot_peer");
    }

    /// <summary>One question.</summary>
    public void Write(QuestionResult question)
    {
        if (output.Format == Format.Json)
            writer.Write((any ? ",\n" : "\n") + JsonSerializer.Serialize(question, Compact));
        else if (output.Format == Format.Csv)
            WriteCsv(question);
        else
            WriteTable(question);
        any = true;
    }

    /// <summary>What stands after the last question.</summary>
    public void End()
    {
        if (output.Format == Format.Json)
            writer.Write("\n]}\n");
        if (output.Format == Format.Table && !any)
            output.Line("No questions.");
        var more = unsettled > named.Count ? $" and {Cells.Whole(unsettled - named.Count)} more" : "";
        if (unsettled > 0)
            output.Note($"Not scored: {string.Join(", ", named)}{more}.");
    }

    private void WriteCsv(QuestionResult question)
    {
        // A row is a forecaster's, so that nobody stands for a question here.
        if (question.Status is { } status && unsettled++ < MostNamed)
            named.Add($"{question.Id} ({status})");
        foreach (var f in question.Forecasters)
            output.CsvLine([question.Id, f.Forecaster, .. Numbers(f).Select(Cell)]);
    }

    private void WriteTable(QuestionResult question)
    {
        if (any)
            output.Line();
        output.Heading(question.Id);
        if (question.Forecasters.Count == 0)
        {
            output.Line(question.Status is { } status ? $"{status}: nobody is scored." : "Nobody is scored.");
            return;
        }

        var table = Output.Columns(1, "Forecaster", "Baseline", "Peer", "Rel. Brier", "Coverage", "Spot baseline", "Spot peer");
        foreach (var f in question.Forecasters.OrderByDescending(f => f.Peer))
            Output.Row(table, [f.Forecaster, .. Numbers(f).Select(Cells.Short)]);
        output.Page.Write(table);
        WriteCrowd("recency-weighted", question.Crowd.RecencyWeighted);
        WriteCrowd("unweighted", question.Crowd.Unweighted);
        var all = Charts.Counted.Of(question.Forecasters.Count, "forecaster");
        if (question.Floored > 0)
            output.Line($"floored at 0.001 (or 0.01/N a bucket): {Cells.Count(question.Floored)} of {all}");
    }

    private void WriteCrowd(string name, IReadOnlyList<CrowdMoment> crowd)
    {
        if (crowd is [.., { Pmf: { } pmf }] && pmf.Count <= Readable)
            output.Line($"crowd at the close, {name}: {string.Join(" · ", pmf.Select(Cells.Short))}");
    }

    private static double?[] Numbers(ForecasterResult f) => [f.Baseline, f.Peer, f.RelativeBrier, f.Coverage, f.SpotBaseline, f.SpotPeer];

    private static string Cell(double? number) =>
        number switch
        {
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            _ => Cells.Full(number),
        };
}
