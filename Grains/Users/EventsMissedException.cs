namespace PathwayOrleans.Grains.Users;

/// <summary>
/// A user's grain received events but had not applied earlier ones that are durable: its state is older than the row. The
/// partition must be read again from its durable position.
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
