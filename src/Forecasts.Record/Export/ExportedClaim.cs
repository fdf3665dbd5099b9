using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;

namespace Forecasts.Record.Export;

/// <summary>A row of the table of claims.</summary>
/// <param name="Author">As the table names people.</param>
/// <param name="Resolution">Null while it is open.</param>
public sealed record ExportedClaim(Prediction Prediction, Claim Claim, string Author, Resolution? Resolution)
    : ExportRow(ExportTable.Claims)
{
    protected override IEnumerable<(string Column, string? Text)> Values()
    {
        var terms = Claim.Kind.Shown;
        return
        [
            (ClaimColumns.Season, Prediction.Season),
            (ClaimColumns.Theme, Prediction.Theme),
            (ClaimColumns.Prediction, Prediction.Key ?? Prediction.Id),
            (ClaimColumns.Title, Cell.Of(Prediction.Title)),
            (ClaimColumns.CoreJudgement, Cell.Of(Prediction.CoreJudgement)),
            (ClaimColumns.Claim, Cell.Of(Claim.Number)),
            (ClaimColumns.Statement, Cell.Of(Claim.Statement)),
            (ClaimColumns.Type, terms.Type),
            (ClaimColumns.Criteria, Cell.Of(Claim.Criteria)),
            (ClaimColumns.Due, Cell.Of(Claim.Due.Local)),
            (ClaimColumns.Author, Author),
            (ClaimColumns.FiledAt, Cell.Of(Claim.FiledAt)),
            (ClaimColumns.Options, Cell.Of(terms.Options)),
            (ClaimColumns.Range, Cell.Of(terms.Range)),
            (ClaimColumns.Unit, terms.Unit),
            (ClaimColumns.Scale, terms.Scale),
            (ClaimColumns.OpenBounds, terms.OpenBounds),
            (ClaimColumns.Tolerance, Cell.Of(terms.Tolerance)),
            (ClaimColumns.Step, Cell.Of(terms.Step)),
            (ClaimColumns.Cluster, Claim.Cluster),
            (ClaimColumns.Weight, Cell.Of(Claim.Weight)),
            (ClaimColumns.Rank, Cell.Of(Prediction.Rank)),
            (ClaimColumns.Outcome, Cell.Of(Resolution?.Outcome)),
            (ClaimColumns.DecidedAt, Cell.Of(Resolution?.DecidedAt)),
            (ClaimColumns.ResolvedAt, Cell.Of(Resolution?.SettledAt)),
        ];
    }
}
