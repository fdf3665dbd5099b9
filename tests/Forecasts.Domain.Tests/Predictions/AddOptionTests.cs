using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using static Forecasts.Domain.Predictions.PredictionEvent;

namespace Forecasts.Domain.Tests.Predictions;

/// <summary>A choice may get more options while it takes forecasts.</summary>
public class AddOptionTests
{
    private static readonly Prediction Choosing = Prediction.Evolve(
        null,
        RobotsFiled with
        {
            Claims = [AClaim(1, AnyKinds.Choice), AClaim(2)],
        }
    )!;

    private static Decision<PredictionEvent> Add(
        Prediction given,
        string? option,
        int claim = 1,
        string? note = "It came up",
        bool settled = false,
        DateTimeOffset? at = null
    ) => PredictionDecider.AddOption(given, claim, option, note, settled, ASeason(), By(Author, at ?? Summer));

    private static Prediction After(string option, DateTimeOffset? at = null) =>
        Prediction.Evolve(Choosing, Add(Choosing, option, at: at).Events.Single())!;

    private static Rejection? Forecast(Prediction on, DateTimeOffset at, params (string Option, double P)[] shares) =>
        ForecastDecider
            .File(
                null,
                new(new("pr1", 1), Analyst, new(Options: shares.ToDictionary(s => s.Option, s => s.P))),
                on,
                ASeason(),
                By(Analyst, at)
            )
            .Rejection;

    [Fact]
    public void It_is_shown_before_the_last_one_and_was_not_open_before()
    {
        var choice = (ChoiceClaim)After("Africa").Claim(1)!.Kind;
        choice.Names.ShouldBe(["Asia", "Europe", "Africa", "elsewhere"]);
        choice.Values([0.5, 0.3, 0.2]).ShouldBe([0.5, 0.3, double.NaN, 0.2]);
        choice.Values([0.5, 0.3, 0.1, 0.1]).ShouldBe([0.5, 0.3, 0.1, 0.1]);
        choice.Belief([0.5, 0.3, 0.2]).Stated.Options!.Keys.ShouldBe(["Asia", "Europe", "elsewhere"], ignoreOrder: true);
        choice.Index(new Outcome.Option("Africa")).ShouldBe(2);
        choice
            .Pairs(choice.Values([0.5, 0.3, 0.2]), 2)
            .ShouldBe([new(0.5, 0, Before: 0), new(0.3, 0, Before: 0.5), new(0.2, 1, Before: 0.8)]);
    }

    [Fact]
    public void A_forecast_names_the_options_that_were_open_when_it_was_made()
    {
        var after = After("Africa");
        Forecast(after, Summer, ("Asia", 0.5), ("Europe", 0.3), ("elsewhere", 0.2)).ThenRefused("forecast.option");
        Forecast(after, Summer, ("Asia", 0.5), ("Europe", 0.3), ("Africa", 0.1), ("elsewhere", 0.1)).ShouldBeNull();
        Forecast(after, Summer - Moment, ("Asia", 0.5), ("Europe", 0.3), ("elsewhere", 0.2)).ShouldBeNull();
    }

    [Fact]
    public void The_same_claim_filed_again_is_still_the_same() =>
        PredictionDecider
            .File(After("Africa"), RobotsFiled with { Claims = [AClaim(1, AnyKinds.Choice), AClaim(2)] }, ASeason())
            .ThenItIsAlreadySo();

    [Fact]
    public void Adding_it_twice_changes_nothing() => Add(After("Africa"), "Africa").ThenItIsAlreadySo();

    [Fact]
    public void What_cannot_be_added_is_refused()
    {
        Add(Choosing, "asia").ThenRefused("option.exists", RejectionKind.Conflict, field: "option");
        Add(Choosing, "Africa", claim: 9).ThenRefused("claim.unknown", RejectionKind.NotFound);
        Add(Choosing, "Africa", claim: 2).ThenRefused("option.kind", RejectionKind.Conflict);
        Add(Choosing, "void").ThenRefused("claim.options", field: "option");
        Add(Choosing, null).ThenRefused("claim.options", field: "option");
        Add(Choosing, "Africa", note: " ").ThenRefused("text.missing", field: "note");
        Add(Choosing, "Africa", settled: true).ThenRefused("claim.settled", RejectionKind.Conflict);
        Add(Choosing, "Africa", at: Close).ThenRefused("option.after-close", RejectionKind.Conflict);
        Add(Choosing, "Africa", at: Close - Moment).ThenAccepted();
    }

    [Fact]
    public void Two_hundred_are_all()
    {
        var full = Prediction.Evolve(
            null,
            RobotsFiled with
            {
                Claims = [AClaim(1, new ChoiceClaim([.. Enumerable.Range(0, 200).Select(i => new ClaimOption($"o{i}"))], false))],
            }
        )!;
        Add(full, "one more").ThenRefused("option.many", RejectionKind.Conflict);
    }

    [Fact]
    public void A_claim_is_filed_with_names_alone() =>
        PredictionDecider
            .File(null, RobotsFiled with { Claims = [AClaim(1, AnyKinds.Choice.With(new("Africa", Summer)))] }, ASeason())
            .ThenRefused("claim.options");
}
