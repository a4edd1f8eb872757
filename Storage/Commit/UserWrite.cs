namespace PathwayOrleans.Storage.Commit;

/// <summary>One user's state row and <c>events</c> row, to be written together.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Version">The version of the state row that this write was made from; 0 for a user without a row.</param>
/// <param name="Payload">The encoded state.</param>
/// <param name="Count">For the <c>events</c> row, like the next two.</param>
/// <param name="TotalValue">Sum of values.</param>
/// <param name="LastEventTime">Milliseconds since the epoch.</param>
public readonly record struct UserWrite(string UserId, int Version, byte[] Payload, long Count, double TotalValue, long LastEventTime);
