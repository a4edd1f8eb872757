namespace PathwayOrleans.Grains.Users;

/// <summary>
/// A user's grain got events without having seen the ones before them, which are not known to be durable: an
/// earlier call failed, or went to another activation. The partition is to be read again from its durable position.
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
