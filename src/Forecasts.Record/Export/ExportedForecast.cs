using Forecasts.Domain;
using Forecasts.Domain.Predictions;

namespace Forecasts.Record.Export;

/// <summary>A row of the table of forecasts: what one analyst believed from an instant on.</summary>
/// <param name="Analyst">As the table names people.</param>
/// <param name="EndsAt">Until when it stands by itself; null: until it is revised or withdrawn.</param>
/// <param name="Rationale">Nothing of what was erased is said.</param>
public sealed record ExportedForecast(
    Prediction Prediction,
    int Claim,
    string Analyst,
    Belief Belief,
    DateTimeOffset MadeAt,
    DateTimeOffset? EndsAt,
    PersonalText? Rationale
) : ExportRow(ExportTable.Forecasts)
{
    protected override IEnumerable<(string Column, string? Text)> Values()
    {
        var probability = (Belief as Belief.Probability)?.Value;
        return
        [
            (ForecastColumns.Season, Prediction.Season),
            (ForecastColumns.Prediction, Prediction.Key ?? Prediction.Id),
            (ForecastColumns.Claim, Cell.Of(Claim)),
            (ForecastColumns.Analyst, Analyst),
            (ForecastColumns.MadeAt, Cell.Of(MadeAt)),
            (ForecastColumns.Probability, Cell.Of(probability)),
            (ForecastColumns.ValueJson, probability is null ? Cell.Of(Belief.Stated) : null),
            (ForecastColumns.EndsAt, Cell.Of(EndsAt)),
            (ForecastColumns.Rationale, Rationale?.Text),
        ];
    }
}
