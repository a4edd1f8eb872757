using System.Text.Json;
using System.Text.Unicode;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>
/// Finds the values of a set of paths in a record, in one pass over its bytes and without an allocation. The record is checked to
/// be one JSON value in UTF-8. Of members with the same name the last one counts.
/// </summary>
public sealed class JsonExtractor
{
    /// <summary>1 MiB.</summary>
    public const int DefaultLargestRecord = 1 << 20;

    /// <summary>The depth of nesting that is read by default.</summary>
    public const int DefaultDepth = 64;

    // The scanner calls itself for each level.
    private const int DeepestScan = 64;

    private readonly JsonPathNode _root;
    private readonly int _largest;
    private readonly int _deepestScan;
    private readonly JsonReaderOptions _options;

    /// <summary>Compiles the paths.</summary>
    /// <param name="paths">The paths; the range of each has its number.</param>
    /// <param name="largestRecord">The limit of a record in bytes.</param>
    /// <param name="depth">How deeply objects and arrays may be nested.</param>
    public JsonExtractor(IReadOnlyList<JsonPath> paths, int largestRecord = DefaultLargestRecord, int depth = DefaultDepth)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Count = paths.Count;
        _root = JsonPathNode.Of(paths);
        _largest = largestRecord;
        _deepestScan = Math.Min(depth, DeepestScan);
        _options = new JsonReaderOptions { MaxDepth = depth };
    }

    /// <summary>The number of paths.</summary>
    public int Count { get; }

    internal static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Finds the values.</summary>
    /// <param name="record">The record; a leading byte order mark is skipped.</param>
    /// <param name="ranges">Receives the place of each value in the record, in the order of the paths.</param>
    /// <param name="failure">Why the record is not read.</param>
    public bool TryExtract(ReadOnlySpan<byte> record, Span<JsonRange> ranges, out JsonFailure failure)
    {
        ranges[..Count].Clear();
        failure = default;
        if (record.Length > _largest)
        {
            failure = new JsonFailure(
                JsonFailureReason.TooLarge, $"{record.Length} bytes are more than the limit of {_largest}");
            return false;
        }

        if (!Utf8.IsValid(record))
        {
            failure = new JsonFailure(JsonFailureReason.NotUtf8, "the bytes are not UTF-8");
            return false;
        }

        int offset = record.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        if (new JsonScanner(record, ranges, _deepestScan).TryScan(_root, offset))
        {
            return true;
        }

        ranges[..Count].Clear();
        return TryRead(record, ranges, offset, out failure);
    }

    /// <summary>Finds the values of a record in any form, from an offset on.</summary>
    internal bool TryRead(ReadOnlySpan<byte> record, Span<JsonRange> ranges, int offset, out JsonFailure failure)
    {
        failure = default;
        try
        {
            var reader = new Utf8JsonReader(record[offset..], _options);
            reader.Read();
            Visit(ref reader, _root, ranges, offset);

            // Nothing but white space may follow.
            reader.Read();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            failure = new JsonFailure(JsonFailureReason.Malformed, e.Message);
            return false;
        }
    }

    // The reader is at the first token of the value, and afterwards at its last.
    private static void Visit(ref Utf8JsonReader reader, JsonPathNode node, Span<JsonRange> ranges, int offset)
    {
        JsonKind kind = KindOf(reader.TokenType);
        int start = (int)reader.TokenStartIndex;
        switch (kind)
        {
            case JsonKind.Object when node.Members.Length > 0:
                VisitMembers(ref reader, node, ranges, offset);
                break;
            case JsonKind.Array when node.Elements.Length > 0:
                VisitElements(ref reader, node, ranges, offset);
                break;
            default:
                reader.Skip();
                break;
        }

        foreach (int slot in node.Slots)
        {
            ranges[slot] = new JsonRange(start + offset, (int)reader.BytesConsumed - start, kind);
        }
    }

    private static void VisitMembers(ref Utf8JsonReader reader, JsonPathNode node, Span<JsonRange> ranges, int offset)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonPathNode? member = Find(ref reader, node);
            reader.Read();
            if (member is null)
            {
                reader.Skip();
                continue;
            }

            // Forget what an earlier member with this name had.
            foreach (int slot in member.AllSlots)
            {
                ranges[slot] = default;
            }

            Visit(ref reader, member, ranges, offset);
        }
    }

    private static void VisitElements(ref Utf8JsonReader reader, JsonPathNode node, Span<JsonRange> ranges, int offset)
    {
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            JsonPathNode? element = node.Element(index);
            if (element is null)
            {
                reader.Skip();
            }
            else
            {
                Visit(ref reader, element, ranges, offset);
            }
        }
    }

    private static JsonPathNode? Find(ref Utf8JsonReader reader, JsonPathNode node)
    {
        foreach ((byte[] name, JsonPathNode member) in node.Members)
        {
            if (reader.ValueTextEquals(name))
            {
                return member;
            }
        }

        return null;
    }

    private static JsonKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.Null => JsonKind.Null,
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        JsonTokenType.Number => JsonKind.Number,
        JsonTokenType.String => JsonKind.String,
        JsonTokenType.StartArray => JsonKind.Array,
        _ => JsonKind.Object,
    };
}
