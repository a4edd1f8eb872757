using System.Text;
using System.Text.Json;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using PathwayOrleans.Pipelines.Runtime.Text;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class AggregateTests(PostgresOracle oracle)
{
    private static readonly string[] SmallNumerics =
        [.. Cases.Numerics.Where(text => text.Length < 18), "0.10", "0.100", "99999.99", "-99999.99"];

    private static readonly string[] SmallDoubles =
        [.. Cases.Doubles.Where(text => !text.Contains("30") && !text.Contains("20")).Take(40), "1e10", "1e10", "1e-10", "NaN"];

    private static readonly (Statistic Statistic, string Sql)[] Statistics =
    [
        (Statistic.VarianceSample, "var_samp"), (Statistic.VariancePopulation, "var_pop"), (Statistic.DeviationSample,
        "stddev_samp"),
        (Statistic.DeviationPopulation, "stddev_pop"),
    ];

    [Fact]
    public async Task Counts_and_sums_equal_Postgres()
    {
        await Check("count(v)", Cases.Texts, text => text, new CountAggregate<string>());
        await Check("sum(v::integer)", Cases.Integers, Cast.ToInteger, new IntegerSum());
        await Check("sum(v::bigint)", Cases.Bigints, text => Cast.ToNumeric(Cast.ToBigint(text)),
            new NumericSum(isAverage: false));
        await Check("sum(v::numeric)", SmallNumerics, Cast.ToNumeric, new NumericSum(isAverage: false));
        await Check("sum(v::float8)", Cases.Doubles, Cast.ToDouble, new DoubleSum(), isExact: false);
        await Check("sum(v::float8)", SmallDoubles, Cast.ToDouble, new DoubleSum(), isExact: false);
        await Check("sum(v::real)", Cases.Reals, Cast.ToReal, new RealSum(), isExact: false);
    }

    [Fact]
    public async Task Averages_equal_Postgres()
    {
        await Check("avg(v::integer)", Cases.Integers, text => Cast.ToNumeric(Cast.ToInteger(text)),
            new NumericSum(isAverage: true));
        await Check("avg(v::bigint)", Cases.Bigints, text => Cast.ToNumeric(Cast.ToBigint(text)),
            new NumericSum(isAverage: true));
        await Check("avg(v::numeric)", SmallNumerics, Cast.ToNumeric, new NumericSum(isAverage: true));
        var average = new DoubleMoments(Statistic.Average);
        await Check("avg(v::float8)", Cases.Doubles, Cast.ToDouble, average, isExact: false);
        await Check("avg(v::float8)", SmallDoubles, Cast.ToDouble, average, isExact: false);
        await Check("avg(v::real)", Cases.Reals, text => Cast.ToDouble(Cast.ToReal(text)), average, isExact: false);
    }

    [Fact]
    public async Task Variances_and_deviations_equal_Postgres()
    {
        foreach ((Statistic statistic, string sql) in Statistics)
        {
            var numeric = new NumericMoments(statistic);
            await Check($"{sql}(v::integer)", Cases.Integers, text => Cast.ToNumeric(Cast.ToInteger(text)), numeric);
            await Check($"{sql}(v::bigint)", ["1", "2", "1000000", "-7", "123456789012"], Cast.ToNumeric, numeric);
            await Check($"{sql}(v::numeric)", SmallNumerics, Cast.ToNumeric, numeric);
            await Check($"{sql}(v::float8)", SmallDoubles, Cast.ToDouble, new DoubleMoments(statistic), isExact: false);
            await Check($"{sql}(v::float8)", Cases.Doubles, Cast.ToDouble, new DoubleMoments(statistic), isExact: false);
        }
    }

    [Fact]
    public async Task Extremes_and_booleans_equal_Postgres()
    {
        await Extremes("v::integer", Cases.Integers, Cast.ToInteger);
        await Extremes("v::bigint", Cases.Bigints, Cast.ToBigint);
        await Extremes("v::numeric", [.. Cases.Numerics.Select((text, i) => i % 2 == 0 ? text : "1.5")], Cast.ToNumeric);
        await Extremes("v::float8", Cases.Doubles, Cast.ToDouble);
        await Extremes("v::real", Cases.Reals, Cast.ToReal);
        await Extremes("v COLLATE \"C\"", [.. Cases.Texts.Where(text => text.Length > 0)], text => text);
        await Extremes("v::timestamptz", Cases.Timestamps, Cast.ToTimestamptz);
        await Extremes("v::date", Cases.Dates, Cast.ToDate);
        await Check("bool_and(v::boolean)", ["true", "true", "true", "false"], Cast.ToBoolean, new BooleanAggregate(isOr: false));
        await Check("bool_or(v::boolean)", ["false", "false", "true"], Cast.ToBoolean, new BooleanAggregate(isOr: true));
    }

    [Fact]
    public async Task First_and_last_values_equal_Postgres_in_any_order()
    {
        await Ordered("v::integer", Cases.Integers, Cast.ToInteger);
        await Ordered("v::numeric", Cases.Numerics, Cast.ToNumeric);
        await Ordered("v", [.. Cases.Texts.Where(text => text.Length > 0)], text => text);
        await Ordered("v::timestamptz", Cases.Timestamps, Cast.ToTimestamptz);
    }

    [Fact]
    public void Adding_numbers_allocates_nothing()
    {
        Aggregate<decimal>[] aggregates = [new NumericSum(isAverage: false), new NumericMoments(Statistic.VarianceSample),
            new CountAggregate<decimal>(), new ExtremeAggregate<decimal>(isMaximum: true)];
        Assert.All(aggregates, aggregate =>
        {
            AggregateSlot slot = NewSlot(aggregate);
            long allocated = 0;
            for (int i = 0; i < 1000; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                aggregate.Add(slot, 19.90m);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(0, allocated);
        });
    }

    [Fact]
    public void A_sum_that_needs_too_many_digits_is_an_error_and_changes_nothing()
    {
        const decimal Highest = 9_999_999_999_999_999_999_999_999_999m;
        var sum = new NumericSum(isAverage: false);
        long[] words = new long[sum.WordCount];
        sum.Add(new AggregateSlot(words, []), Highest);
        Assert.Throws<EvaluationException>(() => sum.Add(new AggregateSlot(words, []), 1));
        Assert.Equal(Highest, sum.Result(new AggregateSlot(words, [])));
        sum.Add(new AggregateSlot(words, []), -1);
        Assert.Equal(Highest - 1, sum.Result(new AggregateSlot(words, [])));
    }

    /// <summary>Adds all values, with the state written and read half-way; and in two parts that are merged.</summary>
    private Task Check<T>(
        string sql, IReadOnlyList<string> values, Func<string, T> parse, Aggregate<T> aggregate, bool isExact = true) =>
        oracle.CheckAsync(
            $"(SELECT {sql} FROM unnest(string_to_array($1, '|', 'NULL')) WITH ORDINALITY AS t(v, n))",
            Cases.Of(Lists(values)),
            row =>
            {
                T[] list = [.. Split(row[0]).Where(text => text != "NULL").Select(parse)];
                AggregateSlot slot = NewSlot(aggregate);
                AggregateSlot first = NewSlot(aggregate);
                AggregateSlot second = NewSlot(aggregate);
                for (int i = 0; i < list.Length; i++)
                {
                    slot = i == list.Length / 2 ? Restored(aggregate, slot) : slot;
                    aggregate.Add(slot, list[i]);
                    if (isExact)
                    {
                        aggregate.Add(i % 3 == 0 ? first : second, list[i]);
                    }
                }

                string? result = Text(aggregate.Result(slot));
                if (isExact)
                {
                    aggregate.Merge(first, second);
                    Assert.Equal(aggregate.Result(slot), aggregate.Result(Restored(aggregate, first)));
                }

                return result;
            });

    private async Task Extremes<T>(string sql, IReadOnlyList<string> values, Func<string, T> parse)
    {
        await Check($"min({sql})", values, parse, new ExtremeAggregate<T>(isMaximum: false));
        await Check($"max({sql})", values, parse, new ExtremeAggregate<T>(isMaximum: true));
    }

    private async Task Ordered<T>(string sql, IReadOnlyList<string> values, Func<string, T> parse)
    {
        string[] lists = [.. Lists(values).Where(list => list.Length > 0)];
        string?[][] cases = [.. lists.Select((list, i) => new string?[]
        {
            list, string.Join('|', Split(list).Select((_, j) => ((i + 1) * (j + 7) * 31 % 5) - 2)),
        })];
        foreach (bool isLast in new[] { false, true })
        {
            var aggregate = new OrderedAggregate<T>(isLast);
            string direction = isLast ? "DESC" : "";
            await oracle.CheckAsync(
                $"(SELECT {sql} FROM unnest(string_to_array($1, '|', 'NULL'), string_to_array($2, '|')) "
                + $"WITH ORDINALITY AS t(v, w, n) ORDER BY w::integer {direction}, n {direction} LIMIT 1)",
                cases,
                row => FirstOrLast(aggregate, Split(row[0]), Split(row[1]), parse));
        }
    }

    private static string? FirstOrLast<T>(OrderedAggregate<T> aggregate, string[] values, string[] times, Func<string, T> parse)
    {
        AggregateSlot first = NewSlot(aggregate);
        AggregateSlot second = NewSlot(aggregate);

        // Every third is added first, and some are added twice.
        foreach (int i in Enumerable.Range(0, values.Length).OrderBy(i => i * 7 % 3).Concat([0]))
        {
            AggregateSlot slot = i % 2 == 0 ? first : second;
            var order = new EventOrder(int.Parse(times[i], null), 0, (ulong)i >> 2, (ulong)i & 3);
            if (values[i] == "NULL")
            {
                aggregate.AddNull(slot, order);
            }
            else
            {
                aggregate.Add(slot, parse(values[i]), order);
            }
        }

        first = Restored(aggregate, first);
        aggregate.Merge(first, Restored(aggregate, second));
        return Text(aggregate.Result(first));
    }

    private static string[] Lists(IReadOnlyList<string> values) => Cases.Generate(400, random => string.Join('|', Enumerable
        .Range(0, random.Next(0, random.Next(1, 40)))
        .Select(_ => random.Next(8) == 0 ? "NULL" : values[random.Next(values.Count)])
        .Where(text => text.Length > 0 && !text.Contains('|'))));

    private static string[] Split(string list) => list.Length == 0 ? [] : list.Split('|');

    private static string? Text(object? value) => value is null ? null : ValueText.Of(value);

    private static AggregateSlot NewSlot(Aggregate aggregate) =>
        new(new long[aggregate.WordCount], new object?[aggregate.ObjectCount]);

    private static AggregateSlot Restored(Aggregate aggregate, AggregateSlot slot)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            aggregate.Write(slot, writer);
        }

        AggregateSlot restored = NewSlot(aggregate);
        var reader = new Utf8JsonReader(stream.ToArray());
        reader.Read();
        aggregate.Read(restored, ref reader);
        Assert.False(reader.Read(), Encoding.UTF8.GetString(stream.ToArray()));
        return restored;
    }
}
