namespace PathwayOrleans.Storage.Reading;

/// <summary>A user's state row as it stands in the database.</summary>
/// <param name="Version">Its version; 0 where there is no row.</param>
/// <param name="Payload">The encoded state; null where there is no row, or where it was cleared.</param>
public readonly record struct StoredUser(int Version, byte[]? Payload);
