namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// A window's totals over all its users. Sessions that start at the same time are one row. Times are milliseconds since the
/// epoch.
/// </summary>
/// <param name="WindowName">The window's name.</param>
/// <param name="WindowStart">Its start, inclusive.</param>
/// <param name="WindowEnd">Its end, exclusive; for sessions: the latest end.</param>
/// <param name="Users">The number of users with an event in it; for sessions: the number of sessions.</param>
/// <param name="Count">The number of events.</param>
/// <param name="TotalValue">The sum of their values; the users' sums are added as doubles in no particular order.</param>
/// <param name="MinValue">The lowest value.</param>
/// <param name="MaxValue">The highest value.</param>
/// <param name="FirstTime">The lowest event time.</param>
/// <param name="LastTime">The highest event time.</param>
/// <param name="Closed">Whether the window is closed: an event that belongs to it is late.</param>
/// <param name="ReopenedAt">
/// When it last changed after it was closed, because a partition began or came back with events of its time; by the database's
/// clock. Null: it did not.
/// </param>
internal sealed record WindowTotals(
    string WindowName, long WindowStart, long WindowEnd, long Users, long Count, double TotalValue, double MinValue,
    double MaxValue, long FirstTime, long LastTime, bool Closed, DateTimeOffset? ReopenedAt = null);
