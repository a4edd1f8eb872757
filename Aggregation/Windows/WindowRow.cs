namespace PathwayOrleans.Aggregation.Windows;

/// <summary>A user's window row to insert or update.</summary>
/// <param name="Name">The window's name.</param>
/// <param name="Window">Its bounds and values.</param>
public readonly record struct WindowRow(string Name, WindowAggregate Window);

/// <summary>A user's window row to delete, because its session was merged or now starts at another time.</summary>
/// <param name="Name">The window's name.</param>
/// <param name="Start">The row's window start.</param>
public readonly record struct WindowKey(string Name, long Start);
