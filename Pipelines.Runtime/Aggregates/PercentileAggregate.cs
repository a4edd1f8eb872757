using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// <c>approx_percentile(p) WITHIN GROUP (ORDER BY x)</c>, a double precision: within 1 % of the value that <c>percentile_disc</c>
/// would choose at the rank <c>p * (count - 1)</c>. NaN and infinity are errors. In JSON the sketch is the number of zeros and an
/// array of buckets and counts for each sign.
/// </summary>
/// <param name="fraction">The percentile, from 0 to 1.</param>
public sealed class PercentileAggregate(double fraction) : Aggregate<double>
{
    public override int WordCount => 0;

    public override int ObjectCount => 1;

    public override bool IsSketch => true;

    public override long ObjectBytes(AggregateSlot slot) => (slot.Objects[0] as DistributionSketch)?.Bytes ?? 0;

    public override void Check(double value)
    {
        if (!double.IsFinite(value))
        {
            throw Fail.Argument("approx_percentile", "the value is not finite", value);
        }
    }

    public override void Add(AggregateSlot slot, double value)
    {
        Check(value);
        Own(slot).Add(value);
    }

    public override object? Result(AggregateSlot slot) => (slot.Objects[0] as DistributionSketch)?.Quantile(fraction);

    public override void Merge(AggregateSlot slot, AggregateSlot other)
    {
        if (other.Objects[0] is DistributionSketch sketch)
        {
            Own(slot).Merge(sketch);
        }
    }

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer)
    {
        if (slot.Objects[0] is not DistributionSketch sketch)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        writer.WriteNumberValue(sketch.Zeros);
        Write(sketch.Negative, writer);
        Write(sketch.Positive, writer);
        writer.WriteEndArray();
    }

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader)
    {
        slot.Objects[0] = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        DistributionSketch sketch = Own(slot);
        reader.Read();
        sketch.Zeros = reader.GetInt64();
        Read(sketch.Negative, ref reader);
        Read(sketch.Positive, ref reader);
        reader.Read();
    }

    private static DistributionSketch Own(AggregateSlot slot)
    {
        DistributionSketch sketch = slot.Objects[0] as DistributionSketch ?? new DistributionSketch();
        slot.Objects[0] = sketch;
        return sketch;
    }

    private static void Write(SortedList<int, long> buckets, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach ((int bucket, long count) in buckets)
        {
            writer.WriteNumberValue(bucket);
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
    }

    private static void Read(SortedList<int, long> buckets, ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int bucket = reader.GetInt32();
            reader.Read();
            DistributionSketch.Add(buckets, bucket, reader.GetInt64());
        }
    }
}
