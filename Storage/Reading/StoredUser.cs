namespace PathwayOrleans.Storage.Reading;

/// <summary>A user's state row in the database.</summary>
/// <param name="Version">Its version; 0 if there is no row.</param>
/// <param name="Payload">The encoded state; null if there is no row, it was cleared, or it was left out.</param>
/// <param name="IsLeft">Whether the payload was left out, because the payloads before it have reached the bound.</param>
public readonly record struct StoredUser(int Version, byte[]? Payload, bool IsLeft = false);
