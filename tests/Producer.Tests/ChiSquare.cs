namespace PathwayOrleans.Producer.Tests;

/// <summary>Pearson's chi-squared test of goodness of fit.</summary>
internal static class ChiSquare
{
    // In standard deviations of the statistic. The seeds are fixed, so this never fails by chance.
    private const double Tolerance = 4;

    /// <summary>Fails if the counts are implausible for a sample of these weights.</summary>
    internal static void AssertPlausible(IReadOnlyList<int> counts, IEnumerable<double> weights)
    {
        double[] weight = weights.ToArray();
        double perWeight = counts.Sum() / weight.Sum();
        double statistic = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            double expected = perWeight * weight[i];
            Assert.True(expected >= 5, "A cell expects too little for this test.");
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        int degreesOfFreedom = weight.Length - 1;
        Assert.InRange(
            statistic,
            degreesOfFreedom - (Tolerance * Math.Sqrt(2.0 * degreesOfFreedom)),
            degreesOfFreedom + (Tolerance * Math.Sqrt(2.0 * degreesOfFreedom)));
    }
}
