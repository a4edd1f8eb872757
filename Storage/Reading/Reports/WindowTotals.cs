namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A window over all its users. Times are milliseconds since the epoch.</summary>
/// <param name="WindowName">The window's name.</param>
/// <param name="WindowStart">Its first moment.</param>
/// <param name="WindowEnd">The first moment after it; of sessions that began together: after the last of them.</param>
/// <param name="Users">Users that had an event in it; of sessions that began together: how many.</param>
/// <param name="Count">Events in it.</param>
/// <param name="TotalValue">Sum of their values, the users' sums added as doubles in no particular order.</param>
/// <param name="MinValue">The lowest of them.</param>
/// <param name="MaxValue">The highest.</param>
/// <param name="FirstTime">Lowest event time.</param>
/// <param name="LastTime">Highest event time.</param>
/// <param name="Closed">Whether nothing of it changes any more.</param>
public sealed record WindowTotals(
    string WindowName, long WindowStart, long WindowEnd, long Users, long Count, double TotalValue, double MinValue, double MaxValue,
    long FirstTime, long LastTime, bool Closed);
