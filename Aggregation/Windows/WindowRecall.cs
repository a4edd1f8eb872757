namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// A question for rows of windows that a user's state has let go of, and an event now needs: all of a name that
/// overlap a range of time. Asked when everything of the user is durable.
/// </summary>
/// <param name="Name">The window's name.</param>
/// <param name="ScanFrom">No row that starts before this is wanted, save the last such one where that is a session that reaches into the range.</param>
/// <param name="From">The range's start, milliseconds since the epoch.</param>
/// <param name="To">Its end, exclusive.</param>
public readonly record struct WindowRecall(string Name, long ScanFrom, long From, long To);
