namespace PathwayOrleans.Grains.Users;

/// <summary>
/// A user's grain got events without having seen earlier ones, which are durable: its copy is behind the row. The
/// partition is to be read again from its durable position.
/// </summary>
[GenerateSerializer]
[Alias("pathway.events-missed")]
public sealed class EventsMissedException : Exception
{
    public EventsMissedException(string message)
        : base(message)
    {
    }
}
