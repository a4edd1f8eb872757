namespace PathwayOrleans.Grains.Users;

/// <summary>The part of a user's grain that partitions call.</summary>
[Alias("pathway.user-event-sink")]
internal interface IUserEventSink : IGrainWithStringKey
{
    /// <summary>
    /// Applies the events that were not applied before. A call waits for as long as the database is unavailable; the time
    /// limit is for responses that were lost with a silo.
    /// </summary>
    /// <returns>Completes when all of them are durable.</returns>
    [ResponseTimeout("00:05:00")]
    [Alias("apply")]
    Task Apply(UserEvents events);
}
