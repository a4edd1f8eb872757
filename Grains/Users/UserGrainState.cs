using PathwayOrleans.Engine.Counting;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// What a user's grain has in its storage. Its serialized form is empty: Orleans serializes a state when it migrates the grain,
/// but a state in memory may not be durable. The migrated grain therefore reads its row.
/// </summary>
[GenerateSerializer]
[Alias("pathway.user-grain-state")]
internal sealed class UserGrainState
{
    /// <summary>The state; null before it is read, and after it has become stale, so that it cannot be written.</summary>
    [field: NonSerialized]
    internal KeyedState? Counted { get; set; }

    /// <summary>The payload that a storage provider has read, or is to write.</summary>
    [field: NonSerialized]
    internal byte[]? Payload { get; set; }
}
