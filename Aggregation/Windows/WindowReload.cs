namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// A request for rows of windows that were evicted from a user's state and that an event needs now: all windows of a
/// name that overlap a time range. Read them only when all changes of the user are durable.
/// </summary>
/// <param name="Name">The window's name.</param>
/// <param name="ScanFrom">
/// The lowest start to read, milliseconds since the epoch. The last row that starts before it is read too if it is a
/// session that overlaps the range.
/// </param>
/// <param name="From">The range's start, milliseconds since the epoch.</param>
/// <param name="To">The range's end, exclusive.</param>
public readonly record struct WindowReload(string Name, long ScanFrom, long From, long To);
