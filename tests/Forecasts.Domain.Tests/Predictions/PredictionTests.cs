using Forecasts.Domain.Predictions;
using static Forecasts.Domain.Predictions.PredictionEvent;

namespace Forecasts.Domain.Tests.Predictions;

public class PredictionTests
{
    private static Decision<PredictionEvent> File(Filed filed) => PredictionDecider.File(null, filed, ASeason());

    private static Filed FiledAt(DateTimeOffset at, string? late = null) => RobotsFiled with { Stamp = By(Author, at, late) };

    [Fact]
    public void Given_nothing_when_filed_then_filed() => File(RobotsFiled).ThenHappens(RobotsFiled);

    [Fact]
    public void The_same_prediction_again_is_already_so() =>
        PredictionDecider
            .File(Robots, FiledAt(Summer) with { Claims = [.. RobotsFiled.Claims.Select(c => c with { FiledAt = Summer })] }, ASeason())
            .ThenItIsAlreadySo();

    [Fact]
    public void Another_prediction_under_the_same_key_is_refused() =>
        PredictionDecider
            .File(Robots, RobotsFiled with { CoreJudgement = "Robots will dance" }, ASeason())
            .ThenRefused("prediction.exists", RejectionKind.Conflict);

    [Fact]
    public void It_may_be_filed_before_the_season_opens_and_until_forecasts_close()
    {
        File(FiledAt(Opens.AddMonths(-1))).ThenAccepted();
        File(FiledAt(Close - Moment)).ThenAccepted();
        File(FiledAt(Close)).ThenRefused("prediction.after-close", RejectionKind.Conflict);
    }

    [Fact]
    public void After_the_close_it_is_filed_with_a_reason_that_says_something()
    {
        File(FiledAt(Close, late: "the theme was forgotten")).ThenAccepted();
        File(FiledAt(Close, late: "")).ThenRefused("text.missing", field: "reason");
    }

    [Fact]
    public void An_imported_prediction_may_be_backdated_but_not_to_the_year_138()
    {
        File(RobotsFiled with { Stamp = Imported(Opens) }).ThenAccepted();
        File(RobotsFiled with { Stamp = Imported(At("0138-01-01")) }).ThenRefused("prediction.filed-at", field: "filed_at");
        File(RobotsFiled with { Stamp = Imported(Close) }).ThenRefused("prediction.after-close", RejectionKind.Conflict);
    }

    [Fact]
    public void Its_theme_is_one_of_the_seasons() =>
        File(RobotsFiled with { Theme = "cooking" }).ThenRefused("theme.unknown", field: "theme");

    [Fact]
    public void Its_texts_are_needed_and_bounded()
    {
        File(RobotsFiled with { Title = "" }).ThenRefused("text.missing", field: "title");
        File(RobotsFiled with { Title = new string('长', 201) }).ThenRefused("text.too-long", field: "title");
        File(RobotsFiled with { CoreJudgement = "\n" }).ThenRefused("text.missing", field: "coreJudgement");
        File(RobotsFiled with { CoreJudgement = new string('x', 4_001) }).ThenRefused("text.too-long", field: "coreJudgement");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\tb")]
    public void Its_key_is_a_clean_name(string key) =>
        File(RobotsFiled with { Key = key }).ThenRefused("prediction.key", field: "prediction");

    [Fact]
    public void Its_key_has_at_most_200_characters()
    {
        File(RobotsFiled with { Key = new string('k', 200) }).ThenAccepted();
        File(RobotsFiled with { Key = new string('k', 201) }).ThenRefused("prediction.key");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Its_rank_lies_within_1_and_1000(int rank, bool accepted)
    {
        if (accepted)
            File(RobotsFiled with { Rank = rank }).ThenAccepted();
        else
            File(RobotsFiled with { Rank = rank }).ThenRefused("prediction.rank");
    }

    [Fact]
    public void It_has_1_to_99_claims_with_numbers_of_their_own()
    {
        File(RobotsFiled with { Claims = [] }).ThenRefused("prediction.claims");
        File(RobotsFiled with { Claims = [.. Enumerable.Range(1, 99).Select(n => AClaim(n))] }).ThenAccepted();
        File(RobotsFiled with { Claims = [.. Enumerable.Range(1, 100).Select(n => AClaim(n))] }).ThenRefused("prediction.claims");
        File(RobotsFiled with { Claims = [AClaim(1), AClaim(1)] }).ThenRefused("claim.number");
    }

    [Fact]
    public void A_wrong_claim_refuses_the_whole_prediction() =>
        File(RobotsFiled with { Claims = [AClaim(1), AClaim(2) with { Weight = 0 }] }).ThenRefused("claim.weight");

    [Fact]
    public void Figures_are_few_and_finite()
    {
        Figure figure = new("Launches", "Agency", null, [new("2023", 212, "launches")]);
        File(RobotsFiled with { Figures = [figure] }).ThenAccepted();
        File(RobotsFiled with { Figures = [.. Enumerable.Repeat(figure, 21)] }).ThenRefused("figures.many");
        File(RobotsFiled with { Figures = [figure with { Data = [.. Enumerable.Repeat(figure.Data[0], 501)] }] })
            .ThenRefused("figures.many");
        File(RobotsFiled with { Figures = [figure with { Data = [new("2023", double.NaN)] }] }).ThenRefused("figures.value");
        File(RobotsFiled with { Figures = [figure with { Data = [new("2023", double.PositiveInfinity)] }] }).ThenRefused("figures.value");
        File(RobotsFiled with { Figures = [figure with { Title = "" }] }).ThenRefused("text.missing", field: "figures.title");
        File(RobotsFiled with { Figures = [figure with { Source = new string('x', 501) }] })
            .ThenRefused("text.too-long", field: "figures.source");
        File(RobotsFiled with { Figures = [figure with { Note = "\0x" }] }).ThenRefused("text.control-character", field: "figures.note");
        File(RobotsFiled with { Figures = [figure with { Data = [new("", 1)] }] }).ThenRefused("text.missing", field: "figures.label");
        File(RobotsFiled with { Figures = [figure with { Data = [new("2023", 1, "")] }] })
            .ThenRefused("text.missing", field: "figures.unit");
    }
}
