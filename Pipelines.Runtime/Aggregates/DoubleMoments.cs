using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// <c>avg</c>, <c>var_samp</c>, <c>var_pop</c>, <c>stddev_samp</c> and <c>stddev_pop</c> of <c>double precision</c> and
/// <c>real</c>. The algorithm is that of Postgres's <c>float8_accum</c> and <c>float8_combine</c>: Youngs and Cramer, "Some
/// Results Relevant to Choice of Sum and Sum-of-Product Algorithms", Technometrics 13 (1971). It is numerically stable, and the
/// result equals Postgres's bit by bit if the values are added in the same order.
/// </summary>
/// <param name="statistic">The result.</param>
public sealed class DoubleMoments(Statistic statistic) : Aggregate<double>
{
    // Words: the count, the sum, the sum of squares of the distances from the average.
    public override int WordCount => 3;

    public override void Add(AggregateSlot slot, double value)
    {
        (double count, double sum, double squares) = Get(slot);
        double nextCount = count + 1;
        double nextSum = sum + value;
        if (count > 0)
        {
            double distance = (value * nextCount) - nextSum;
            squares += distance * distance / (nextCount * count);
            if (double.IsInfinity(nextSum) || double.IsInfinity(squares))
            {
                squares = double.IsInfinity(sum) || double.IsInfinity(value) ? double.NaN : throw Overflow(sum, value);
            }
        }
        else if (!double.IsFinite(value))
        {
            squares = double.NaN;
        }

        Set(slot, nextCount, nextSum, squares);
    }

    public override object? Result(AggregateSlot slot)
    {
        (double count, double sum, double squares) = Get(slot);
        bool isSample = statistic is Statistic.VarianceSample or Statistic.DeviationSample;
        if (count == 0 || (isSample && count == 1))
        {
            return null;
        }

        return statistic switch
        {
            Statistic.Average => sum / count,
            Statistic.VarianceSample => squares / (count - 1),
            Statistic.VariancePopulation => squares / count,
            Statistic.DeviationSample => Math.Sqrt(squares / (count - 1)),
            _ => Math.Sqrt(squares / count),
        };
    }

    public override void Merge(AggregateSlot slot, AggregateSlot other)
    {
        (double count, double sum, double squares) = Get(slot);
        (double otherCount, double otherSum, double otherSquares) = Get(other);
        if (count == 0 || otherCount == 0)
        {
            (count > 0 ? slot : other).Words.CopyTo(slot.Words);
            return;
        }

        double total = sum + otherSum;
        double distance = (sum / count) - (otherSum / otherCount);
        double together = squares + otherSquares + (count * otherCount * distance * distance / (count + otherCount));
        if ((double.IsInfinity(total) && double.IsFinite(sum) && double.IsFinite(otherSum))
            || (double.IsInfinity(together) && double.IsFinite(squares) && double.IsFinite(otherSquares)))
        {
            throw Overflow(sum, otherSum);
        }

        Set(slot, count + otherCount, total, together);
    }

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer)
    {
        (double count, double sum, double squares) = Get(slot);
        writer.WriteStartArray();
        writer.WriteNumberValue((long)count);
        ValueCell<double>.Write(writer, sum);
        ValueCell<double>.Write(writer, squares);
        writer.WriteEndArray();
    }

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader)
    {
        reader.Read();
        double count = reader.GetInt64();
        reader.Read();
        double sum = ValueCell<double>.Read(ref reader);
        reader.Read();
        Set(slot, count, sum, ValueCell<double>.Read(ref reader));
        reader.Read();
    }

    private static (double Count, double Sum, double Squares) Get(AggregateSlot slot) => (
        BitConverter.Int64BitsToDouble(slot.Words[0]),
        BitConverter.Int64BitsToDouble(slot.Words[1]),
        BitConverter.Int64BitsToDouble(slot.Words[2]));

    private static void Set(AggregateSlot slot, double count, double sum, double squares)
    {
        slot.Words[0] = BitConverter.DoubleToInt64Bits(count);
        slot.Words[1] = BitConverter.DoubleToInt64Bits(sum);
        slot.Words[2] = BitConverter.DoubleToInt64Bits(squares);
    }

    private static EvaluationException Overflow(double sum, double value) => Fail.Overflow("avg or variance", sum, value);
}
