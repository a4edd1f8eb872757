namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// A sketch of the distribution of finite numbers: buckets whose limits grow by a constant factor, so that any quantile has a
/// relative error of at most 1 %. Source: Masson, Rim, Lee, "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with
/// Relative-Error Guarantees" (2019). It has at most 2048 buckets for each sign, which span a factor of 10^17; beyond it those
/// nearest to zero are merged, and quantiles in them have no bound of their error.
/// </summary>
internal sealed class DistributionSketch
{
    internal const double RelativeError = 0.01;

    private const int MostBuckets = 2048;
    private const double Factor = (1 + RelativeError) / (1 - RelativeError);

    private static readonly double LogarithmOfFactor = Math.Log(Factor);

    internal SortedList<int, long> Positive { get; } = [];

    internal SortedList<int, long> Negative { get; } = [];

    internal long Zeros { get; set; }

    /// <summary>Its approximate memory.</summary>
    internal long Bytes => 200 + ((Positive.Capacity + Negative.Capacity) * 12L);

    internal void Add(double value)
    {
        if (value == 0)
        {
            Zeros++;
            return;
        }

        Add(value > 0 ? Positive : Negative, (int)Math.Ceiling(Math.Log(Math.Abs(value)) / LogarithmOfFactor), 1);
    }

    internal void Merge(DistributionSketch other)
    {
        Zeros += other.Zeros;
        foreach ((int bucket, long count) in other.Positive)
        {
            Add(Positive, bucket, count);
        }

        foreach ((int bucket, long count) in other.Negative)
        {
            Add(Negative, bucket, count);
        }
    }

    /// <summary>
    /// An estimate of the value with the rank <c>fraction * (count - 1)</c>, rounded down; null without values.
    /// </summary>
    internal double? Quantile(double fraction)
    {
        long count = Zeros + Positive.Values.Sum() + Negative.Values.Sum();
        if (count == 0)
        {
            return null;
        }

        long rank = (long)Math.Floor(fraction * (count - 1));
        for (int i = Negative.Count - 1; i >= 0; i--)
        {
            rank -= Negative.Values[i];
            if (rank < 0)
            {
                return -Center(Negative.Keys[i]);
            }
        }

        rank -= Zeros;
        for (int i = 0; rank >= 0; i++)
        {
            rank -= Positive.Values[i];
            if (rank < 0)
            {
                return Center(Positive.Keys[i]);
            }
        }

        return 0;
    }

    internal static void Add(SortedList<int, long> buckets, int bucket, long count)
    {
        int index = buckets.IndexOfKey(bucket);
        if (index >= 0)
        {
            buckets.SetValueAtIndex(index, buckets.GetValueAtIndex(index) + count);
            return;
        }

        buckets.Add(bucket, count);
        if (buckets.Count > MostBuckets)
        {
            buckets.SetValueAtIndex(1, buckets.GetValueAtIndex(1) + buckets.GetValueAtIndex(0));
            buckets.RemoveAt(0);
        }
    }

    // The value whose distance to both limits of the bucket is the same in relation to them.
    private static double Center(int bucket) =>
        Math.Min(Math.Exp((bucket * LogarithmOfFactor) - Math.Log((1 + Factor) / 2)), double.MaxValue);
}
