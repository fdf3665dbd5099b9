using Forecasts.Domain;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Record.Export;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Imports;

/// <summary>A line of a forecasts file, understood as far as it goes without the streams' states.</summary>
public sealed record ForecastRow(
    CsvRow Row,
    Season Season,
    string[] Predictions,
    int Claim,
    AnalystId Analyst,
    DateTimeOffset MadeAt,
    DateTimeOffset? EndsAt,
    BeliefCell Belief,
    PersonalText? Rationale
)
{
    public static async Task<(ForecastRow? Row, Rejection? Refused)> Read(CsvRow row, RowContext context, CancellationToken cancellation)
    {
        var season = await context.Season(row, cancellation);
        if (season.Refused is not null)
            return (null, season.Refused);
        var tournament = season.Value!.Tournament;
        if (row[ForecastColumns.Prediction] is not { } key)
            return (null, Refuse.Invalid("prediction.unknown", "'prediction' is empty.", "prediction"));
        var (number, noNumber) = RowContext.Whole(row, ForecastColumns.Claim, "claim.unknown");
        if (noNumber is not null || number is null)
            return (null, noNumber ?? Refuse.Invalid("claim.unknown", "'claim' is empty.", "claim"));
        if (row[ForecastColumns.Analyst] is not { } name)
            return (null, Refuse.Invalid("analyst.unknown", "'analyst' is empty.", "analyst"));
        var (analyst, unknown) = context.People.Find(tournament, name);
        if (
            (unknown ?? Access.Import(context.Importer, tournament) ?? Access.ImportFor(context.Importer, tournament, analyst!.Value)) is
            { } refused
        )
            return (null, refused);
        var (madeAt, noTime) = context.Time(row, ForecastColumns.MadeAt, season.Value, season.Value.Calendar.Opens.Instant);
        if (noTime is not null)
            return (null, noTime);
        var (end, noEnd) = row[ForecastColumns.EndsAt] is { } ends ? Instants.Read(ends, ForecastColumns.EndsAt, zone: null) : default;
        if (noEnd is not null)
            return (null, noEnd);
        DateTimeOffset? endsAt = row[ForecastColumns.EndsAt] is null ? null : end;
        var (belief, noBelief) = BeliefCell.Read(row);
        if (noBelief is not null)
            return (null, noBelief);
        var rationale = row[ForecastColumns.Rationale] is { } text ? PersonalText.Commit(text, Ids.Salt()) : null;
        return (
            new(
                row,
                season.Value,
                RowContext.PredictionIds(season.Value.Id, key),
                number.Value,
                analyst!.Value,
                madeAt,
                endsAt,
                belief!,
                rationale
            ),
            null
        );
    }

    /// <summary>Decides on the loaded states and adds what is new.</summary>
    public (bool Changed, Rejection? Refused) Decide(Unit unit, RowContext context)
    {
        if (unit.Season(Season.Id) is not { } season)
            return (false, Find.NoSeason);
        var prediction = Predictions.Select(unit.Prediction).FirstOrDefault(p => p is not null && p.Season == Season.Id);
        if (prediction is null)
            return (
                false,
                Refuse.NotFound("prediction.unknown", $"The season has no prediction '{Row[ForecastColumns.Prediction]}'.", "prediction")
            );
        if (prediction.Claim(Claim) is not { } claim)
            return (false, Refuse.NotFound("claim.unknown", $"The prediction has no claim {Claim}.", "claim"));
        var (belief, unread) = Belief.Of(claim.Kind, MadeAt);
        if (unread is not null)
            return (false, unread);
        var stream = Streams.Forecast(prediction.Id, Analyst);
        var filing = new ForecastFiling(new ClaimRef(prediction.Id, Claim), Analyst, belief!, Rationale, false, EndsAt);
        var decision = ForecastDecider.File(unit.Forecast(prediction.Id, Analyst), filing, prediction, season, context.Stamp(Row, MadeAt));
        if (IsHidden(unit, season, prediction, context))
            return (false, Sealed);
        foreach (var happened in decision.Events ?? [])
            unit.Add(stream, happened);
        return (decision.Events is { Count: > 0 }, Belief.Named(decision.Rejection));
    }

    /// <summary>
    /// True where somebody else's forecast stands at that very instant, is sealed for the importer and was not brought by them: whether the
    /// line says the same would tell what it is.
    /// </summary>
    private bool IsHidden(Unit unit, Season season, Prediction prediction, RowContext context)
    {
        var importer = context.Importer;
        if (Analyst == importer.Id)
            return false;
        if (unit.Forecast(prediction.Id, Analyst)?.TurnAt(Claim, MadeAt) is not { } turn || turn.At != MadeAt)
            return false;
        if (turn.Import is { } import && context.OwnImports.Contains(import))
            return false;
        var review = unit.Review(new ClaimRef(prediction.Id, Claim));
        return !Disclosure.SeesForecasts(importer, season, prediction, review, holdsForecast: false, context.Now);
    }

    private static readonly Rejection Sealed = Refuse.Conflict(
        "forecast.sealed",
        "This analyst has a forecast on the claim at that very instant already; while it is sealed nothing is compared with it.",
        "made_at"
    );
}
