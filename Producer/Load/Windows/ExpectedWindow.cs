namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>An expected row of a view with windows. Times in milliseconds since the epoch.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Name">The window's name.</param>
/// <param name="Start">Start of the window, inclusive.</param>
/// <param name="End">End of the window, exclusive.</param>
/// <param name="Count">Number of events.</param>
/// <param name="Total">Sum of their values.</param>
/// <param name="Min">Lowest value.</param>
/// <param name="Max">Highest value.</param>
/// <param name="First">Earliest event time.</param>
/// <param name="Last">Latest event time.</param>
public sealed record ExpectedWindow(
    string UserId, string Name, long Start, long End, long Count, double Total, double Min, double Max, long First, long Last);
