using Forecasts.Domain.Predictions;

namespace Forecasts.Record.Export;

/// <summary>A row of the table of scores: how one analyst, or a crowd, did on one claim.</summary>
/// <param name="Forecaster">As the table names people; the name of a crowd.</param>
/// <param name="RelativeBrier">Null of numbers and dates, like <paramref name="Brier"/>.</param>
/// <param name="LogScore">Unfloored; infinite where a certain forecast was wrong.</param>
public sealed record ExportedScore(
    Prediction Prediction,
    int Claim,
    string Forecaster,
    bool Crowd,
    double Peer,
    double? RelativeBrier,
    double Baseline,
    double Coverage,
    double? Brier,
    double? LogScore,
    bool Withdrawn,
    bool Floored
) : ExportRow(ExportTable.Scores)
{
    protected override IEnumerable<(string Column, string? Text)> Values() =>
        [
            (ScoreColumns.Season, Prediction.Season),
            (ScoreColumns.Prediction, Prediction.Key ?? Prediction.Id),
            (ScoreColumns.Claim, Cell.Of(Claim)),
            (ScoreColumns.Forecaster, Forecaster),
            (ScoreColumns.Crowd, Cell.Of(Crowd)),
            (ScoreColumns.Peer, Cell.Of(Peer)),
            (ScoreColumns.RelativeBrier, Cell.Of(RelativeBrier)),
            (ScoreColumns.Baseline, Cell.Of(Baseline)),
            (ScoreColumns.Coverage, Cell.Of(Coverage)),
            (ScoreColumns.Brier, Cell.Of(Brier)),
            (ScoreColumns.LogScore, Cell.Of(LogScore)),
            (ScoreColumns.Withdrawn, Cell.Of(Withdrawn)),
            (ScoreColumns.Floored, Cell.Of(Floored)),
        ];
}
