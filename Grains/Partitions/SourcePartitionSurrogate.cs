using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>The serialized form of a <see cref="SourcePartition"/>.</summary>
[GenerateSerializer]
[Alias("pathway.source-partition")]
internal struct SourcePartitionSurrogate
{
    [Id(0)]
    internal string Source;

    [Id(1)]
    internal int Partition;
}

/// <summary>Converts partitions to their serialized form and back to the single instance of each.</summary>
[RegisterConverter]
internal sealed class SourcePartitionConverter : IConverter<SourcePartition, SourcePartitionSurrogate>
{
    public SourcePartition ConvertFromSurrogate(in SourcePartitionSurrogate surrogate) =>
        SourcePartition.Of(surrogate.Source, surrogate.Partition);

    public SourcePartitionSurrogate ConvertToSurrogate(in SourcePartition value) =>
        new() { Source = value.Source, Partition = value.Partition };
}
