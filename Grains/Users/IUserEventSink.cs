namespace PathwayOrleans.Grains.Users;

/// <summary>The side of a user's grain that partitions see.</summary>
[Alias("pathway.user-event-sink")]
internal interface IUserEventSink : IGrainWithStringKey
{
    /// <summary>
    /// Counts the events that were not counted before. A call waits for as long as the database is away; the limit
    /// is for answers that were lost with a silo.
    /// </summary>
    /// <returns>Completes when all of them are durable.</returns>
    [ResponseTimeout("00:05:00")]
    [Alias("apply")]
    Task Apply(UserEvents events);
}
