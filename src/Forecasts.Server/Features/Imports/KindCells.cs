using Forecasts.Domain;
using Forecasts.Record.Export;

namespace Forecasts.Server.Features.Imports;

/// <summary>The columns of a claims file that say what kind of claim it is.</summary>
public static class KindCells
{
    private static readonly string[] Between = [Cell.Between, "…", " to "];

    /// <summary>Options stand between bars (<c>Asia|Europe|elsewhere</c>), the ends of a range beside two dots (<c>0..100</c>).</summary>
    public static (ClaimKind? Kind, Rejection? Refused) Read(CsvRow row)
    {
        var (tolerance, noTolerance) = RowContext.Number(row, ClaimColumns.Tolerance, "claim.tolerance");
        var (step, noStep) = RowContext.Number(row, ClaimColumns.Step, "claim.step");
        var (range, noRange) = Range(row);
        if ((noTolerance ?? noStep ?? noRange) is { } wrong)
            return (null, wrong);
        var options = row[ClaimColumns.Options]?.Split(Cell.Bar).Select(o => new ClaimOption(o.Trim())).ToList();
        var terms = new ClaimTerms(
            Word(row, ClaimColumns.Type) ?? "",
            options,
            range,
            row[ClaimColumns.Unit],
            Word(row, ClaimColumns.Scale),
            Word(row, ClaimColumns.OpenBounds),
            tolerance,
            step
        );
        var (kind, refused) = terms.Read();
        return (kind, refused is { Field: "openBounds" } ? AsColumn(refused) : refused);
    }

    private static Rejection AsColumn(Rejection refused) =>
        refused with
        {
            Field = "open_bounds",
            Message = refused.Message.Replace("openBounds", "open_bounds", StringComparison.Ordinal),
        };

    private static string? Word(CsvRow row, string column) => row[column]?.ToLowerInvariant();

    private static (StatedRange? Range, Rejection? Refused) Range(CsvRow row)
    {
        if (row[ClaimColumns.Range] is not { } text)
            return (null, null);
        Scalar[] ends = [.. text.Split(Between, StringSplitOptions.TrimEntries).Select(end => Scalar.Read(end, row.DecimalComma))];
        return ends is [var min, var max] && IsValue(min) && IsValue(max)
            ? (new(min, max), null)
            : (
                null,
                Refuse.Invalid(
                    "claim.range",
                    $"'range' is '{Excerpt.Of(text, 40)}'; two ends are expected, such as 0..100 or 2025-01-01..2030-12-31.",
                    "range"
                )
            );
    }

    private static bool IsValue(Scalar end) => end.AsNumber is not null || end.AsDay is not null;
}
