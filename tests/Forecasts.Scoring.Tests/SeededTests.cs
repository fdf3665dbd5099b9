namespace Forecasts.Scoring.Tests;

public class SeededTests
{
    [Fact(
        DisplayName = "The first numbers of SplitMix64 as other implementations publish them: seed 0 (Vigna's splitmix64.c), seed 1234567 (Rosetta Code)"
    )]
    public void The_sequence_is_the_published_one()
    {
        First(0).ShouldBe([0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC, 0x1B39896A51A8749B]);
        First(1234567).ShouldBe([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]);
    }

    [Fact]
    public void Doubles_lie_from_0_to_below_1_with_the_mean_and_variance_of_the_uniform_distribution()
    {
        var random = new Seeded(7);
        var (n, sum, squares) = (200_000, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var x = random.NextDouble();
            x.ShouldBeInRange(0, 1 - Math.Pow(2, -53));
            sum += x;
            squares += x * x;
        }

        (sum / n).ShouldBe(0.5, 0.003);
        ((squares / n) - (sum / n * (sum / n))).ShouldBe(1 / 12.0, 0.001);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Whole_numbers_below_n_are_equally_likely(int n)
    {
        var random = new Seeded(11);
        var counts = new int[n];
        for (var i = 0; i < 1000 * n; i++)
            counts[random.Below(n)]++;
        counts.ShouldAllBe(c => Math.Abs(c - 1000) < 5 * Math.Sqrt(1000));
    }

    private static ulong[] First(ulong seed)
    {
        var random = new Seeded(seed);
        var numbers = new ulong[5];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = random.NextUInt64();
        return numbers;
    }
}
