namespace PathwayOrleans.Aggregation.Windows;

/// <summary>A user's window as its row is to be.</summary>
/// <param name="Name">The window's name.</param>
/// <param name="Window">Its bounds and values.</param>
public readonly record struct WindowRow(string Name, WindowAggregate Window);

/// <summary>A user's window whose row is to go: its session starts elsewhere now.</summary>
/// <param name="Name">The window's name.</param>
/// <param name="Start">Where it started.</param>
public readonly record struct WindowKey(string Name, long Start);
