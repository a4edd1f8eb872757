using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Hosting;

namespace PathwayOrleans.Silo.Reading;

/// <summary>What the reader's thread knows of one partition that this silo has.</summary>
internal sealed class OpenPartition(PartitionFlow flow)
{
    internal const long NotReading = -1;

    internal PartitionFlow Flow => flow;

    internal int Number => flow.Number;

    /// <summary>The reading that records go to.</summary>
    internal long Epoch { get; set; } = NotReading;

    /// <summary>Where to read from, as soon as the source's client can.</summary>
    internal FoundPosition? SeekTo { get; set; }

    /// <summary>Whether the source's client has the partition.</summary>
    internal bool IsAdded { get; set; }

    /// <summary>Whether the source's client was told to pause it.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>The durable position that the source was told last.</summary>
    internal Position? Reported { get; set; }
}
