using System.Collections.Concurrent;
using System.Text.Json;

namespace PathwayOrleans.Aggregation;

/// <summary>
/// One partition of one source, for instance partition 3 of a Kafka topic. There is one object per pair of source
/// and partition, so references can be compared instead of values.
/// </summary>
public sealed class SourcePartition
{
    private static readonly ConcurrentDictionary<(string Source, int Partition), SourcePartition> Known = new();

    private SourcePartition(string source, int partition)
    {
        Source = source;
        Partition = partition;
        SourceNumber = Aggregation.SourceNumber.Of(source);
        EncodedSource = JsonEncodedText.Encode(source);
    }

    /// <summary>How many there are in this process; they are never removed.</summary>
    internal static int Count => Known.Count;

    /// <summary>The source's identity, unique among all sources that ever wrote to the same tables.</summary>
    public string Source { get; }

    public int Partition { get; }

    /// <summary>The number by which states refer to the source (<see cref="Aggregation.SourceNumber"/>).</summary>
    public long SourceNumber { get; }

    internal JsonEncodedText EncodedSource { get; }

    /// <summary>Returns the single object for this pair.</summary>
    public static SourcePartition Of(string source, int partition)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        return Known.GetOrAdd((source, partition), static key => new SourcePartition(key.Source, key.Partition));
    }

    public override string ToString() => $"{Source}[{Partition}]";
}
