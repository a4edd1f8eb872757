using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>The serialized form of a <see cref="Position"/>: decimal digits.</summary>
[GenerateSerializer]
[Alias("pathway.position")]
internal struct PositionSurrogate
{
    [Id(0)]
    internal string Digits;
}

/// <summary>Converts positions to their serialized form and back.</summary>
[RegisterConverter]
internal sealed class PositionConverter : IConverter<Position, PositionSurrogate>
{
    public Position ConvertFromSurrogate(in PositionSurrogate surrogate) => Position.Parse(surrogate.Digits);

    public PositionSurrogate ConvertToSurrogate(in Position value) => new() { Digits = value.ToString() };
}
