using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Tests;

public sealed class ZipfSamplerTests
{
    private const int Samples = 400_000;

    [Theory]
    [InlineData(40, 0.2)]
    [InlineData(40, 0.99)]
    [InlineData(40, 1)]
    [InlineData(40, 1.00001)]
    [InlineData(40, 1.5)]
    [InlineData(12, 3)]
    [InlineData(2, 5)]
    public void Frequencies_follow_the_power_law(int ranks, double exponent)
    {
        var sampler = new ZipfSampler(ranks, exponent);
        var random = new SplitMix64(42);
        int[] counts = new int[ranks];
        for (int i = 0; i < Samples; i++)
        {
            counts[sampler.Next(random) - 1]++;
        }

        ChiSquare.AssertPlausible(counts, Enumerable.Range(1, ranks).Select(rank => Math.Pow(rank, -exponent)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20_000_000, 0.000001)]
    [InlineData(20_000_000, 1)]
    [InlineData(20_000_000, 20)]
    public void Ranks_stay_in_range(int ranks, double exponent)
    {
        var sampler = new ZipfSampler(ranks, exponent);
        var random = new SplitMix64(7);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.InRange(sampler.Next(random), 1, ranks);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 0)]
    [InlineData(5, -1)]
    [InlineData(5, double.NaN)]
    public void Invalid_arguments_are_rejected(int ranks, double exponent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZipfSampler(ranks, exponent));
}
