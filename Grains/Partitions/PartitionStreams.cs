using System.Globalization;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>The names of the partitions' streams. There is one stream per partition; its key is the partition's number.</summary>
public static class PartitionStreams
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "pathway";

    /// <summary>The streams' namespace, which <see cref="PartitionGrain"/> subscribes to.</summary>
    public const string Namespace = "partitions";

    /// <summary>The stream of a partition.</summary>
    public static StreamId Of(int partition) => StreamId.Create(Namespace, partition.ToString(CultureInfo.InvariantCulture));

    /// <summary>The partition of a stream, or of the grain that consumes it.</summary>
    /// <exception cref="FormatException">The key is not a partition's number.</exception>
    public static int PartitionOf(ReadOnlySpan<char> key) => int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);
}
