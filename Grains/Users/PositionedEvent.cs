using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Users;

/// <summary>An event with its position. Its user is the one that <see cref="UserEvents"/> are sent to.</summary>
/// <param name="Position">Its position in the partition.</param>
/// <param name="Value">Its value.</param>
/// <param name="Time">Event time, milliseconds since the epoch.</param>
/// <param name="Watermark">The partition's watermark before it.</param>
/// <param name="Content">Its bytes, if it is counted by them.</param>
[GenerateSerializer, Immutable]
internal readonly record struct PositionedEvent(
    [property: Id(0)] Position Position,
    [property: Id(1)] double Value,
    [property: Id(2)] long Time,
    [property: Id(3)] long Watermark,
    [property: Id(4)] RecordContent? Content = null);
