using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Storage.Commit;

/// <summary>One user's state row, <c>events</c> row and window rows, to be written together.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Version">The version of the state row that this write was made from; 0 for a user without a row.</param>
/// <param name="Payload">The encoded state.</param>
/// <param name="Count">For the <c>events</c> row, like the next two.</param>
/// <param name="TotalValue">Sum of values.</param>
/// <param name="LastEventTime">Milliseconds since the epoch.</param>
/// <param name="Windows">What changed in the user's windows; null where nothing did.</param>
public readonly record struct UserWrite(
    string UserId, int Version, byte[] Payload, long Count, double TotalValue, long LastEventTime, WindowChanges? Windows = null);
