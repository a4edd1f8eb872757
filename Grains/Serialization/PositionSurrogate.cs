using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Serialization;

/// <summary>A <see cref="Position"/> on its way to another silo: decimal digits.</summary>
[GenerateSerializer]
[Alias("pathway.position")]
internal struct PositionSurrogate
{
    [Id(0)]
    internal string Digits;
}

/// <summary>Turns positions into what Orleans can send.</summary>
[RegisterConverter]
internal sealed class PositionConverter : IConverter<Position, PositionSurrogate>
{
    public Position ConvertFromSurrogate(in PositionSurrogate surrogate) => Position.Parse(surrogate.Digits);

    public PositionSurrogate ConvertToSurrogate(in Position value) => new() { Digits = value.ToString() };
}
