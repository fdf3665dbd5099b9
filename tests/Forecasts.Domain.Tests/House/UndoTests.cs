using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Forecasting.ForecastEvent;
using PredictionEvents = Forecasts.Domain.Predictions.PredictionEvent;

namespace Forecasts.Domain.Tests.House;

/// <summary>What an import brought is taken back as if it had never been, while nothing was built on it.</summary>
public class UndoTests
{
    private const string Import = "im1";

    private static readonly Stamp Now = By(Organiser, InWindow);

    private static readonly IReadOnlySet<int> None = new HashSet<int>();

    private static Made ByImport(int day, double p = 0.6) =>
        new(Imported(Opens.AddDays(day)), "pr1", Analyst, 1, new Belief.Probability(p), null, false, null);

    private static Revised ByHand(int day) =>
        new(By(Analyst, Opens.AddDays(day)), "pr1", Analyst, 1, new Belief.Probability(0.9), null, false, null);

    private static Decision<ForecastEvent> TakeBack(Forecast? given, bool published = false) =>
        ForecastDecider.TakeBack(given, "pr1", Analyst, Import, published, Now);

    [Fact]
    public void Imported_forecasts_go_and_others_stay()
    {
        // What the analyst had filed before the import came stands as it did.
        var given = ForecastAfter(ByHand(5), ByImport(3), ByImport(8));
        var taken = TakeBack(given);
        taken.ThenHappens(
            new TakenBack(Now, "pr1", Analyst, 1, Opens.AddDays(3), Import),
            new TakenBack(Now, "pr1", Analyst, 1, Opens.AddDays(8), Import)
        );
        var after = taken.Events.Aggregate(given, (state, e) => Forecast.Evolve(state, "forecast/pr1/" + Analyst, e))!;
        after.TurnsOf(1).ShouldHaveSingleItem().At.ShouldBe(Opens.AddDays(5));
        TakeBack(after).ThenItIsAlreadySo();
        TakeBack(null).ThenItIsAlreadySo();
        // The same file brings them again.
        ForecastDecider.File(after, new(new("pr1", 1), Analyst, new(0.6)), Robots, ASeason(), Imported(Opens.AddDays(3))).ThenAccepted();
    }

    [Fact]
    public void Forecasts_that_were_revised_since_stay()
    {
        TakeBack(ForecastAfter(ByImport(3), ByHand(5))).ThenRefused("import.undo-revised", RejectionKind.Conflict);
        TakeBack(ForecastAfter(ByImport(3)), published: true).ThenRefused("import.undo-published", RejectionKind.Conflict);
        TakeBack(ForecastAfter(ByHand(5)), published: true).ThenItIsAlreadySo();
    }

    [Fact]
    public void A_season_that_an_import_planned_goes_while_it_is_empty_and_as_it_was()
    {
        var planned = Season.Evolve(null, Plan with { Stamp = Imported(Opens) })!;
        SeasonDecider.TakeBack(planned, Import, empty: true, Now).ThenHappens(new SeasonEvent.TakenBack(Now, Import));
        Season.Evolve(planned, new SeasonEvent.TakenBack(Now, Import)).ShouldBeNull();
        SeasonDecider.Plan(null, Plan).ThenAccepted();
        SeasonDecider.TakeBack(null, Import, empty: true, Now).ThenItIsAlreadySo();
        SeasonDecider.TakeBack(planned, Import, empty: false, Now).ThenRefused("import.undo-season", RejectionKind.Conflict);
        SeasonDecider.TakeBack(planned, "im2", empty: true, Now).ThenRefused("import.undo-season", RejectionKind.Conflict);
        SeasonDecider.TakeBack(ASeason(), Import, empty: true, Now).ThenRefused("import.undo-season", RejectionKind.Conflict);
        SeasonDecider
            .TakeBack(Season.Evolve(planned, new SeasonEvent.CalendarChanged(Now, TheCalendar)), Import, empty: true, Now)
            .ThenRefused("import.undo-season", RejectionKind.Conflict);
        SeasonDecider
            .TakeBack(Season.Evolve(planned, new SeasonEvent.Published(Now, 1, "h", 5)), Import, empty: true, Now)
            .ThenRefused("import.undo-published", RejectionKind.Conflict);
    }

    [Fact]
    public void An_imported_outcome_goes_and_leaves_the_claim_as_it_was()
    {
        var settled = ReviewAfter(new ReviewEvent.Settled(Imported(WindowOpens), "pr1/1", OutcomeOf("yes"), Summer, null, null));
        var taken = ReviewDecider.TakeBack(settled, Import, false, Now);
        taken.ThenHappens(new ReviewEvent.TakenBack(Now, "pr1/1", Import));
        var after = taken.Events.Aggregate(settled, ClaimReview.Evolve)!;
        (after.Status, after.Resolution, after.Round, after.ReopenedBecause).ShouldBe((ReviewStatus.Open, null, 1, null));
        ReviewDecider.TakeBack(after, Import, false, Now).ThenItIsAlreadySo();
        ReviewDecider.TakeBack(settled, "im2", false, Now).ThenItIsAlreadySo();
        ReviewDecider.TakeBack(settled, Import, true, Now).ThenRefused("import.undo-published", RejectionKind.Conflict);
        ReviewDecider
            .SettleImported(after, OutcomeOf("no"), Summer, new(ASeason(), Robots, Robots.Claim(1)!, null, false), Imported(WindowOpens))
            .ThenAccepted();
    }

    [Fact]
    public void Its_evidence_is_retracted()
    {
        Fact fact = new(new DateOnly(2024, 5, 1), "It walked", "Press", null, null, new Dictionary<int, Stance>());
        var file = EvidenceAfter(
            new EvidenceEvent.Attached(Imported(Summer), "pr1", "e1", fact, 1),
            new EvidenceEvent.Attached(By(Ann, Summer), "pr1", "e2", fact)
        );
        var taken = EvidenceDecider
            .TakeBack(file, "pr1", Import, false, Now)
            .Events.ShouldHaveSingleItem()
            .ShouldBeOfType<EvidenceEvent.Retracted>();
        EvidenceFile.Evolve(file, "evidence/pr1", taken).Standing.ShouldHaveSingleItem().Id.ShouldBe("e2");
        EvidenceDecider.TakeBack(file, "pr1", Import, true, Now).ThenRefused("import.undo-published", RejectionKind.Conflict);
    }

    [Fact]
    public void A_prediction_goes_as_a_whole_and_may_be_filed_again()
    {
        var filed = RobotsFiled with { Stamp = Imported(Opens) };
        var prediction = Prediction.Evolve(null, filed)!;
        PredictionEvents taken = PredictionDecider
            .TakeBack(prediction, Import, false, None, None, false, Now)
            .Events.ShouldHaveSingleItem();
        taken.ShouldBe(new PredictionEvents.TakenBack(Now, "pr1", Import));
        Prediction.Evolve(prediction, taken).ShouldBeNull();
        PredictionDecider.File(null, filed, ASeason()).ThenAccepted();
        PredictionDecider.TakeBack(prediction, "im2", false, None, None, false, Now).ThenItIsAlreadySo();
        PredictionDecider.TakeBack(null, Import, false, None, None, false, Now).ThenItIsAlreadySo();
    }

    [Fact]
    public void Claims_that_were_added_to_the_prediction_of_others_go_alone()
    {
        var prediction = Prediction.Evolve(Robots, new PredictionEvents.ClaimAdded(Imported(Opens), AClaim(7)))!;
        var taken = PredictionDecider.TakeBack(prediction, Import, false, None, None, false, Now);
        taken.ThenHappens(new PredictionEvents.ClaimTakenBack(Now, "pr1", 7, Import));
        var after = Prediction.Evolve(prediction, taken.Events[0])!;
        after.Claims.Select(c => c.Number).ShouldBe([1, 2, 3, 4]);
        PredictionDecider.TakeBack(after, Import, false, None, None, false, Now).ThenItIsAlreadySo();
    }

    [Fact]
    public void What_others_built_on_stays()
    {
        var prediction = Prediction.Evolve(null, RobotsFiled with { Stamp = Imported(Opens) })!;
        HashSet<int> second = [2];
        PredictionDecider
            .TakeBack(prediction, Import, true, None, None, false, Now)
            .ThenRefused("import.undo-published", RejectionKind.Conflict);
        PredictionDecider
            .TakeBack(prediction, Import, false, second, None, false, Now)
            .ThenRefused("import.undo-forecast", RejectionKind.Conflict);
        PredictionDecider
            .TakeBack(prediction, Import, false, None, second, false, Now)
            .ThenRefused("import.undo-reviewed", RejectionKind.Conflict);
        PredictionDecider
            .TakeBack(prediction, Import, false, None, None, true, Now)
            .ThenRefused("import.undo-evidence", RejectionKind.Conflict);
        var grown = Prediction.Evolve(prediction, new PredictionEvents.ClaimAdded(By(Author, Opens), AClaim(7)))!;
        PredictionDecider.TakeBack(grown, Import, false, None, None, false, Now).ThenRefused("import.undo-claims", RejectionKind.Conflict);
    }
}
