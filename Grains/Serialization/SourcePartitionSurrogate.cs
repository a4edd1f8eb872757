using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Serialization;

/// <summary>A <see cref="SourcePartition"/> on its way to another silo.</summary>
[GenerateSerializer]
[Alias("pathway.source-partition")]
internal struct SourcePartitionSurrogate
{
    [Id(0)]
    internal string Source;

    [Id(1)]
    internal int Partition;
}

/// <summary>Turns partitions into what Orleans can send, and back into the one object there is of each.</summary>
[RegisterConverter]
internal sealed class SourcePartitionConverter : IConverter<SourcePartition, SourcePartitionSurrogate>
{
    public SourcePartition ConvertFromSurrogate(in SourcePartitionSurrogate surrogate) =>
        SourcePartition.Of(surrogate.Source, surrogate.Partition);

    public SourcePartitionSurrogate ConvertToSurrogate(in SourcePartition value) =>
        new() { Source = value.Source, Partition = value.Partition };
}
