namespace Forecasts.Charts.Tests;

/// <summary>Whole numbers as they are printed everywhere.</summary>
public class CountedTests
{
    [Theory]
    [InlineData(0, "0 claims")]
    [InlineData(1, "1 claim")]
    [InlineData(150_720, "150,720 claims")]
    public void A_count_sets_its_thousands_apart_and_knows_one_from_many(int n, string printed)
    {
        Counted.Of(n, "claim").ShouldBe(printed);
        Counted.Fill("{0:# claim|# claims}", n).ShouldBe(printed);
    }

    [Fact]
    public void A_sentence_takes_counts_and_other_values() =>
        Counted.Fill("{0} of {1:the one row|all # rows}: {2}", 3_295L, 1, "text").ShouldBe("3,295 of the one row: text");

    [Fact]
    public void What_has_no_two_forms_is_a_mistake() => Should.Throw<FormatException>(() => Counted.Fill("{0:0.00}", 1));
}
