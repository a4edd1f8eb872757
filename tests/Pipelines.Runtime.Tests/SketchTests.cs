using System.Text;
using System.Text.Json;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

/// <summary>The approximate aggregates, against exact results and their documented errors.</summary>
public sealed class SketchTests
{
    // Five times the standard error of 1.6 %.
    private const double LargestDistinctError = 0.08;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public void Distinct_values_are_counted_within_the_error(int count)
    {
        double allowed = count <= HyperLogLog.MostExact ? 0 : LargestDistinctError * count;
        Assert.InRange(Distinct(Enumerable.Range(0, count)), count - allowed, count + allowed);
        Assert.InRange(Distinct(Enumerable.Range(0, count).Select(i => $"user-{i}")), count - allowed, count + allowed);
        Assert.InRange(Distinct(Enumerable.Range(0, count).Select(i => i / 100m)), count - allowed, count + allowed);
        Assert.InRange(Distinct(Enumerable.Range(0, count).Select(i => i / 7.0)), count - allowed, count + allowed);
    }

    [Fact]
    public void Equal_values_count_once()
    {
        Assert.Equal(1, Distinct([1m, 1.0m, 1.00m]));
        Assert.Equal(1, Distinct([0.0, -0.0]));
        Assert.Equal(1, Distinct([double.NaN, BitConverter.Int64BitsToDouble(-1)]));
        Assert.Equal(3, Distinct([1m, -1m, 10m]));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(100, 5000)]
    [InlineData(5000, 100)]
    [InlineData(5000, 5000)]
    public void A_merged_sketch_is_that_of_all_values(int first, int second)
    {
        var aggregate = new DistinctCount<int>();
        object?[] one = DistinctState(Enumerable.Range(0, first));
        object?[] two = DistinctState(Enumerable.Range(first / 2, second));
        aggregate.Merge(new AggregateSlot([], one), new AggregateSlot([], two));
        long all = Distinct(Enumerable.Range(0, first).Concat(Enumerable.Range(first / 2, second)));
        Assert.Equal(all, aggregate.Result(new AggregateSlot([], one)));
        Assert.Equal(all, aggregate.Result(Restored(aggregate, new AggregateSlot([], one))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.999)]
    [InlineData(1)]
    public void Percentiles_are_within_the_relative_error(double fraction)
    {
        var aggregate = new PercentileAggregate(fraction);
        Func<Random, double>[] distributions =
        [
            random => random.NextDouble(), random => (random.NextDouble() - 0.5) * 1000,
                random => Math.Exp(random.NextDouble() * 30),
            random => random.Next(-3, 4), random => -Math.Exp(random.NextDouble() * 30), random => random.Next(2) * 1e300,
            _ => double.MaxValue, _ => double.Epsilon,
        ];
        Assert.All(distributions, distribution =>
        {
            double[] values = Cases.Generate(5000, distribution);
            object?[] first = new object?[1];
            object?[] second = new object?[1];
            for (int i = 0; i < values.Length; i++)
            {
                aggregate.Add(new AggregateSlot([], i % 3 == 0 ? first : second), values[i]);
            }

            aggregate.Merge(new AggregateSlot([], first), new AggregateSlot([], second));
            Array.Sort(values);
            double exact = values[(int)Math.Floor(fraction * (values.Length - 1))];
            double result = (double)aggregate.Result(Restored(aggregate, new AggregateSlot([], first)))!;

            // The allowance is for rounding of logarithms.
            Assert.InRange(Math.Abs(result - exact), 0, Math.Abs(exact) * (DistributionSketch.RelativeError + 1e-9));
        });
    }

    [Fact]
    public void No_values_have_no_percentile_and_the_number_of_buckets_is_bounded()
    {
        var aggregate = new PercentileAggregate(1);
        Assert.Null(aggregate.Result(new AggregateSlot([], new object?[1])));
        Assert.Throws<EvaluationException>(() => aggregate.Add(new AggregateSlot([], new object?[1]), double.NaN));
        object?[] state = new object?[1];
        for (int exponent = -3000; exponent <= 3000; exponent++)
        {
            aggregate.Add(new AggregateSlot([], state), Math.Pow(10, exponent / 10.0));
        }

        Assert.InRange(((DistributionSketch)state[0]!).Positive.Count, 1, 2048);
        Assert.InRange((double)aggregate.Result(new AggregateSlot([], state))!, 0.99e300, 1.01e300);
    }

    private static long Distinct<T>(IEnumerable<T> values) =>
        (long)new DistinctCount<T>().Result(new AggregateSlot([], DistinctState(values)))!;

    private static object?[] DistinctState<T>(IEnumerable<T> values)
    {
        var aggregate = new DistinctCount<T>();
        object?[] state = new object?[1];
        foreach (T value in values)
        {
            aggregate.Add(new AggregateSlot([], state), value);
        }

        return state;
    }

    private static AggregateSlot Restored(Aggregate aggregate, AggregateSlot slot)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            aggregate.Write(slot, writer);
        }

        var restored = new AggregateSlot([], new object?[1]);
        var reader = new Utf8JsonReader(stream.ToArray());
        reader.Read();
        aggregate.Read(restored, ref reader);
        Assert.False(reader.Read(), Encoding.UTF8.GetString(stream.ToArray()));
        return restored;
    }
}
