using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// Encodes and decodes the fence in a user's payload:
/// <code>"fence":{"NUMBER":{"PARTITION":"POSITION"}}</code>
/// and, for a storage that receives only the payload, the inputs with an end whose events the write applies:
/// <code>"applied":[NUMBER]</code>
/// Decoding creates no objects that outlive the state, whatever a row contains.
/// </summary>
internal static class FenceCodec
{
    private const int MaxNumberDigits = 20;

    // The entries are ordered, so those of one source follow each other.
    internal static void Write(Utf8JsonWriter writer, ReadOnlySpan<Fence.Entry> entries)
    {
        Span<byte> digits = stackalloc byte[Position.MaxDigits];
        Span<byte> partition = stackalloc byte[MaxNumberDigits];
        writer.WriteStartObject("fence"u8);
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly Fence.Entry entry = ref entries[i];
            if (i == 0 || entries[i - 1].Source != entry.Source)
            {
                Utf8Formatter.TryFormat(entry.Source, digits, out int length);
                writer.WriteStartObject(digits[..length]);
            }

            Utf8Formatter.TryFormat(entry.Partition, partition, out int partitionDigits);
            writer.WriteString(partition[..partitionDigits], digits[..entry.LastApplied.Format(digits)]);
            if (i == entries.Length - 1 || entries[i + 1].Source != entry.Source)
            {
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    internal static void WriteEndingInputs(Utf8JsonWriter writer, IReadOnlyList<long> inputs)
    {
        writer.WriteStartArray("applied"u8);
        foreach (long input in inputs)
        {
            writer.WriteNumberValue(input);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads the fence after its name.</summary>
    /// <param name="reader">At the name.</param>
    /// <param name="hasNames">Whether the sources have their names, as in versions 1 and 2, and not their numbers.</param>
    internal static List<Fence.Entry> Read(ref Utf8JsonReader reader, bool hasNames)
    {
        var entries = new List<Fence.Entry>(1);
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long source = hasNames ? NumberOfName(ref reader) : Number(ref reader);
            PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (entries.Count == Fence.MaxEntries)
                {
                    throw new FormatException($"the fence has more than {Fence.MaxEntries} entries");
                }

                int partition = PartitionNumber(ref reader);
                reader.Read();
                entries.Add(new Fence.Entry
                {
                    Source = source,
                    Partition = partition,
                    LastApplied = ReadPosition(ref reader),
                    Watermark = WatermarkTracker.None,
                });
            }
        }

        return entries;
    }

    private static long NumberOfName(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && reader.ValueSpan.Length > 0)
        {
            return SourceNumber.Of(reader.ValueSpan);
        }

        return SourceNumber.Of(reader.GetString()!);
    }

    private static long Number(ref Utf8JsonReader reader) =>
        !reader.ValueIsEscaped
        && Utf8Parser.TryParse(reader.ValueSpan, out long number, out int read) && read == reader.ValueSpan.Length
        && number != 0
            ? number
            : throw new FormatException($"'{reader.GetString()}' is not the number of a source");

    private static int PartitionNumber(ref Utf8JsonReader reader) =>
        !reader.ValueIsEscaped
            && Utf8Parser.TryParse(reader.ValueSpan, out int number, out int read) && read == reader.ValueSpan.Length
            && number >= 0
            ? number
            : int.Parse(reader.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Position ReadPosition(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped
            && Utf8Parser.TryParse(reader.ValueSpan, out ulong low, out int read) && read == reader.ValueSpan.Length
            && low <= long.MaxValue)
        {
            return Position.FromOffset((long)low);
        }

        return Position.Parse(reader.GetString());
    }
}
