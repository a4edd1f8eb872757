namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A row of <c>user_windows</c>. Times are milliseconds since the epoch.</summary>
/// <param name="UserId">The user.</param>
/// <param name="WindowName">The window's name.</param>
/// <param name="WindowStart">Its start, inclusive.</param>
/// <param name="WindowEnd">Its end, exclusive.</param>
/// <param name="Count">The number of events.</param>
/// <param name="TotalValue">The sum of their values.</param>
/// <param name="MinValue">The lowest value.</param>
/// <param name="MaxValue">The highest value.</param>
/// <param name="FirstTime">The lowest event time.</param>
/// <param name="LastTime">The highest event time.</param>
/// <param name="Closed">Whether the window is closed: an event that belongs to it is late.</param>
/// <param name="ReopenedAt">
/// When it last changed after it was closed, because a partition began or came back with events of its time; by the database's
/// clock. Null: it did not.
/// </param>
public sealed record UserWindow(
    string UserId, string WindowName, long WindowStart, long WindowEnd, long Count, double TotalValue, double MinValue,
    double MaxValue, long FirstTime, long LastTime, bool Closed, DateTimeOffset? ReopenedAt = null);
