namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>A row of <c>user_windows</c> that has to be there. Times in milliseconds since the epoch.</summary>
/// <param name="UserId">Whose window it is.</param>
/// <param name="Name">The window's name.</param>
/// <param name="Start">Where it starts; included.</param>
/// <param name="End">Where it ends; not included.</param>
/// <param name="Count">How many events it has.</param>
/// <param name="Total">The sum of their values.</param>
/// <param name="Min">The lowest of them.</param>
/// <param name="Max">The highest of them.</param>
/// <param name="First">The earliest of their times.</param>
/// <param name="Last">The latest of their times.</param>
public sealed record ExpectedWindow(
    string UserId, string Name, long Start, long End, long Count, double Total, double Min, double Max, long First, long Last);
