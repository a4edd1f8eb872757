using System.Buffers;
using System.Text.Json;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.State;

/// <summary>The accumulators of one row as a JSON array, in the order of the view's aggregates.</summary>
internal static class AccumulatorCodec
{
    internal static byte[] Encode(CompiledView view, Span<long> words, Span<object?> objects)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(writer, view, words, objects);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static void Write(Utf8JsonWriter writer, CompiledView view, Span<long> words, Span<object?> objects)
    {
        writer.WriteStartArray();
        foreach (AggregateStep step in view.Steps)
        {
            step.Aggregate.Write(step.SlotOf(words, objects), writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>
    /// Reads what <see cref="Write"/> has written. The reader is at the start of the array, and afterwards at its end.
    /// </summary>
    /// <exception cref="FormatException">The view has other aggregates.</exception>
    internal static void Read(ref Utf8JsonReader reader, CompiledView view, Span<long> words, Span<object?> objects)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException($"the accumulators of view '{view.Name}' are {reader.TokenType}, not an array");
        }

        foreach (AggregateStep step in view.Steps)
        {
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            {
                throw OtherAggregates(view);
            }

            step.Aggregate.Read(step.SlotOf(words, objects), ref reader);
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
        {
            throw OtherAggregates(view);
        }
    }

    private static FormatException OtherAggregates(CompiledView view) => new(
        $"the state has not {view.Steps.Length} accumulators for view '{view.Name}'; it was written by another definition of it");
}
