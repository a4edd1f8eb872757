namespace PathwayOrleans.Grains.Partitions;

/// <summary>Consumes one partition's stream. Its key is the partition's number; only the stream calls it.</summary>
[Alias("pathway.partition")]
internal interface IPartitionGrain : IGrainWithStringKey
{
}
