using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Record.Export;
using Forecasts.Scoring.Words;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// A belief as a cell holds it: a probability; the parts of one between bars, which the claim's kind tells the meaning of; or the JSON of a
/// forecast. The same in every format.
/// </summary>
/// <param name="Column">Where it stands: a refusal names it.</param>
public sealed record BeliefCell(string Column, CsvRow Row, StatedBelief? Stated)
{
    private const char Bar = Cell.Bar;

    private const string Probability = ForecastColumns.Probability,
        Json = ForecastColumns.ValueJson;

    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    // The members of a forecast, each of which a file writes into the one cell.
    private static readonly string[] Members = ["probability", "grades", "options", "quantiles", "cdf", "below", "above"];

    // A rationale has its own column; one in here would be lost.
    private static readonly JsonSerializerOptions Strict = AsTheApi();

    public static (BeliefCell? Cell, Rejection? Refused) Read(CsvRow row)
    {
        if (row[Json] is not null && row[Probability] is not null)
            return (null, Refuse.Invalid("forecast.form", "Give 'probability' or 'value_json', not both.", Probability));
        var column = row[Json] is null ? Probability : Json;
        if (row[column] is not { } text)
            return (null, Refuse.Invalid("forecast.form", "The line has no value: fill 'probability' or 'value_json'.", Probability));
        if (column == Json || text.StartsWith('{'))
            return Parsed(row, column, text);
        if (text.Contains(Bar, StringComparison.Ordinal))
            return (new(column, row, null), null);
        var (probability, refused) = RowContext.Share(row, column, "forecast.out-of-range");
        return refused is not null ? (null, refused) : (new(column, row, new(probability)), null);
    }

    /// <summary>What it says of a claim of this kind, when it was made: options may have come since.</summary>
    public (StatedBelief? Belief, Rejection? Refused) Of(ClaimKind kind, DateTimeOffset madeAt)
    {
        if (Stated is not null)
            return (Stated, null);
        string[] parts = [.. Row[Column]!.Split(Bar).Select(p => p.Trim())];
        var (belief, expected) = kind switch
        {
            GradedClaim { Expected: false } => (
                Shares(parts, 3) is { } s ? new StatedBelief(Grades: s) : null,
                "probabilities of inaccurate, half right and accurate: 0.2|0.3|0.5"
            ),
            ChoiceClaim choice => InOrder(choice.At(madeAt), parts),
            RangedClaim => (
                Points(parts) is { } p ? new StatedBelief(Quantiles: p) : null,
                "values below which it lies with 10, 50 and 90 %"
            ),
            _ => (null, "one probability"),
        };
        return belief is not null
            ? (belief, null)
            : (null, Refuse.Invalid("forecast.form", $"'{Column}' is '{Excerpt.Of(Row[Column]!, 60)}'; expected is {expected}.", Column));
    }

    /// <summary>A refusal of the belief names the column that holds it.</summary>
    public Rejection? Named(Rejection? refused) =>
        refused is { Field: { } member } && Members.Contains(member) ? refused with { Field = Column } : refused;

    private (StatedBelief? Belief, string Expected) InOrder(ChoiceClaim choice, string[] parts) =>
        (
            Shares(parts, choice.Names.Count) is { } shares
                ? new(Options: choice.Names.Zip(shares).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal))
                : null,
            $"{choice.Names.Count} probabilities, of {choice.Outcomes}, in this order"
        );

    private double[]? Shares(string[] parts, int count)
    {
        double?[] shares = [.. parts.Select(p => Numeral.Share(p, Row.DecimalComma))];
        return shares.Length != count || shares.Contains(null) ? null : [.. shares.Select(s => s!.Value)];
    }

    // What is no value of the claim is refused by its kind, with the value.
    private StatedPoint[]? Points(string[] parts) =>
        parts.Length == Levels.Length
            ? [.. Levels.Zip(parts, (level, part) => new StatedPoint(level, Scalar.Read(part, Row.DecimalComma)))]
            : null;

    private static (BeliefCell? Cell, Rejection? Refused) Parsed(CsvRow row, string column, string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<StatedBelief>(json, Strict) is { } stated)
                return (new(column, row, stated), null);
        }
        catch (JsonException)
        {
            // It is refused below.
        }

        const string Example = "{\"grades\":[0.2,0.3,0.5]}";
        var message =
            $"'{column}' is not the JSON of a forecast without its rationale, such as {Example}, each member and each option once.";
        return (null, Refuse.Invalid("forecast.form", message, column));
    }

    private static JsonSerializerOptions AsTheApi()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Kernel.Json.Configure(options);
        return options;
    }
}
