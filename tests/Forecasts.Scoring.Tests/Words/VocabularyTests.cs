using Forecasts.Scoring.Words;

namespace Forecasts.Scoring.Tests.Words;

public class VocabularyTests
{
    [Theory]
    [InlineData("yes", OutcomeSaid.YesNo, 1)]
    [InlineData("YES", OutcomeSaid.YesNo, 1)]
    [InlineData("True", OutcomeSaid.YesNo, 1)]
    [InlineData("no", OutcomeSaid.YesNo, 0)]
    [InlineData("FALSE", OutcomeSaid.YesNo, 0)]
    [InlineData(" 1 ", OutcomeSaid.Number, 1)]
    [InlineData("0.0", OutcomeSaid.Number, 0)]
    [InlineData("0.25", OutcomeSaid.Number, 0.25)]
    [InlineData("100%", OutcomeSaid.Number, 1)]
    [InlineData("Accurate", OutcomeSaid.Grade, 1)]
    [InlineData("HALF", OutcomeSaid.Grade, 0.5)]
    [InlineData("inaccurate", OutcomeSaid.Grade, 0)]
    [InlineData("", OutcomeSaid.Open, double.NaN)]
    [InlineData("  ", OutcomeSaid.Open, double.NaN)]
    [InlineData(null, OutcomeSaid.Open, double.NaN)]
    [InlineData("void", OutcomeSaid.Void, double.NaN)]
    [InlineData("Annulled", OutcomeSaid.Void, double.NaN)]
    [InlineData("AMBIGUOUS", OutcomeSaid.Void, double.NaN)]
    [InlineData("N/A", OutcomeSaid.Void, double.NaN)]
    public void A_word_is_taken_in_any_case(string? text, OutcomeSaid said, double share) =>
        OutcomeWord.Read(text).ShouldBe(new(said, share));

    [Fact]
    public void A_void_outcome_may_give_its_reason() =>
        OutcomeWord.Read("Void:Source-Vanished").ShouldBe(new(OutcomeSaid.Void, double.NaN, "source-vanished"));

    [Theory]
    [InlineData("maybe")]
    [InlineData("y")]
    [InlineData("2")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("void:")]
    [InlineData("voided")]
    public void Another_word_is_none(string text) => OutcomeWord.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("80%", 0.8)]
    [InlineData("80 %", 0.8)]
    [InlineData("7%", 0.07)]
    [InlineData("0.1%", 0.001)]
    [InlineData("99.96%", 0.9996)]
    [InlineData("0.8", 0.8)]
    [InlineData(".8", 0.8)]
    [InlineData("8e-1", 0.8)]
    [InlineData("1", 1)]
    [InlineData("150%", 1.5)]
    public void A_percentage_is_the_share_it_stands_for_to_the_last_digit(string text, double share) => Numeral.Share(text).ShouldBe(share);

    [Theory]
    [InlineData("0,65", 0.65)]
    [InlineData("65,5 %", 0.655)]
    [InlineData("0.65", 0.65)]
    [InlineData("1,5e-1", 0.15)]
    public void A_decimal_comma_is_read_where_commas_do_not_separate(string text, double share)
    {
        Numeral.Share(text, decimalComma: true).ShouldBe(share);
        if (text.Contains(','))
            Numeral.Share(text).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("8e1%")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData("80%%")]
    [InlineData("1,000,000")]
    [InlineData("1,000.5")]
    [InlineData("0x1")]
    public void What_is_no_finite_number_is_none(string text) => Numeral.Share(text, decimalComma: true).ShouldBeNull();
}
