namespace PathwayOrleans.Storage.Reading;

/// <summary>A user's state row in the database.</summary>
/// <param name="Version">Its version; 0 if there is no row.</param>
/// <param name="Payload">The encoded state; null if there is no row or it was cleared.</param>
public readonly record struct StoredUser(int Version, byte[]? Payload);
