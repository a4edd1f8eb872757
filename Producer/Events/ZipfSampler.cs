namespace PathwayOrleans.Producer.Events;

/// <summary>
/// Draws ranks 1 to n with probability proportional to 1 / rank^exponent, in constant time and memory:
/// rejection-inversion, W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone
/// discrete distributions", ACM Transactions on Modeling and Computer Simulation 6 (3), 1996, pages 169 to 184.
/// </summary>
public sealed class ZipfSampler
{
    // Below this the closed forms lose precision; the few terms of the Taylor series used instead are exact to a double.
    private const double SeriesThreshold = 1e-4;

    private readonly int _ranks;
    private readonly double _exponent;
    private readonly double _integralOfFirst;
    private readonly double _integralOfAll;
    private readonly double _acceptedShift;

    /// <param name="ranks">The number of ranks; at least 1.</param>
    /// <param name="exponent">Greater than 0. The larger it is, the more often rank 1 is drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is out of range.</exception>
    public ZipfSampler(int ranks, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ranks);
        if (!double.IsFinite(exponent) || exponent <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(exponent), exponent, "A Zipf exponent must be a finite number greater than 0.");
        }

        _ranks = ranks;
        _exponent = exponent;
        _integralOfFirst = Integral(1.5) - 1;
        _integralOfAll = Integral(ranks + 0.5);
        _acceptedShift = 2 - InverseIntegral(Integral(2.5) - Weight(2));
    }

    /// <summary>The next rank, from 1.</summary>
    public int Next(SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            // A point under the hat function, the integral of the weight over half a rank to each side.
            double area = _integralOfAll + (random.NextDouble() * (_integralOfFirst - _integralOfAll));
            double x = InverseIntegral(area);
            int rank = Math.Clamp((int)(x + 0.5), 1, _ranks);
            if (rank - x <= _acceptedShift || area >= Integral(rank + 0.5) - Weight(rank))
            {
                return rank;
            }
        }
    }

    private double Weight(double x) => Math.Exp(-_exponent * Math.Log(x));

    // The integral of the weight from 1 to x, and its inverse. Both are also valid for an exponent of 1.
    private double Integral(double x)
    {
        double log = Math.Log(x);
        return ExpMinusOneOver((1 - _exponent) * log) * log;
    }

    private double InverseIntegral(double area)
    {
        // Rounding may exceed the domain of the inverse.
        double t = Math.Max(-1, area * (1 - _exponent));
        return Math.Exp(LogOnePlusOver(t) * area);
    }

    private static double ExpMinusOneOver(double x) =>
        Math.Abs(x) > SeriesThreshold ? (Math.Exp(x) - 1) / x : 1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4)))));

    private static double LogOnePlusOver(double x) =>
        Math.Abs(x) > SeriesThreshold ? Math.Log(1 + x) / x : 1 - (x * ((1 / 2.0) - (x * ((1 / 3.0) - (x / 4)))));
}
