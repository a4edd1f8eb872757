namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A row of <c>user_windows</c>. Times are milliseconds since the epoch.</summary>
/// <param name="UserId">The user.</param>
/// <param name="WindowName">The window's name.</param>
/// <param name="WindowStart">Its first moment.</param>
/// <param name="WindowEnd">The first moment after it.</param>
/// <param name="Count">Events in it.</param>
/// <param name="TotalValue">Sum of their values.</param>
/// <param name="MinValue">The lowest of them.</param>
/// <param name="MaxValue">The highest.</param>
/// <param name="FirstTime">Lowest event time.</param>
/// <param name="LastTime">Highest event time.</param>
/// <param name="Closed">Whether nothing of it changes any more.</param>
public sealed record UserWindow(
    string UserId, string WindowName, long WindowStart, long WindowEnd, long Count, double TotalValue, double MinValue, double MaxValue,
    long FirstTime, long LastTime, bool Closed);
