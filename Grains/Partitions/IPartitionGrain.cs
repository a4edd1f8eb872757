namespace PathwayOrleans.Grains.Partitions;

/// <summary>Consumes one partition's stream; its key is the partition's number. Nobody calls it but its stream.</summary>
[Alias("pathway.partition")]
internal interface IPartitionGrain : IGrainWithStringKey
{
}
