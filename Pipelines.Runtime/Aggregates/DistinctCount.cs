using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// <c>approx_count_distinct</c>, a bigint: exact up to 128 distinct values, with a standard error of 1.6 % above. In JSON the
/// sketch is an array of hashes, or its registers in base 64.
/// </summary>
/// <typeparam name="T">The type of the argument.</typeparam>
public sealed class DistinctCount<T> : Aggregate<T>
{
    public override int WordCount => 0;

    public override int ObjectCount => 1;

    public override bool IsSketch => true;

    public override long ObjectBytes(AggregateSlot slot) => (slot.Objects[0] as HyperLogLog)?.Bytes ?? 0;

    public override void Add(AggregateSlot slot, T value)
    {
        HyperLogLog sketch = slot.Objects[0] as HyperLogLog ?? new HyperLogLog();
        slot.Objects[0] = sketch;
        sketch.Add(ValueHash.Of(value));
    }

    public override object? Result(AggregateSlot slot) => (slot.Objects[0] as HyperLogLog)?.Estimate() ?? 0;

    public override void Merge(AggregateSlot slot, AggregateSlot other)
    {
        if (other.Objects[0] is HyperLogLog sketch)
        {
            var own = slot.Objects[0] as HyperLogLog ?? new HyperLogLog();
            slot.Objects[0] = own;
            own.Merge(sketch);
        }
    }

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer)
    {
        if (slot.Objects[0] is not HyperLogLog sketch)
        {
            writer.WriteNullValue();
        }
        else if (sketch.Hashes is { } hashes)
        {
            writer.WriteStartArray();
            foreach (ulong hash in hashes.Order())
            {
                writer.WriteNumberValue(hash);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteBase64StringValue(sketch.Registers);
        }
    }

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader)
    {
        slot.Objects[0] = null;
        if (reader.TokenType == JsonTokenType.String)
        {
            slot.Objects[0] = HyperLogLog.Of(reader.GetBytesFromBase64());
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            var sketch = new HyperLogLog();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                sketch.Add(reader.GetUInt64());
            }

            slot.Objects[0] = sketch;
        }
    }
}
