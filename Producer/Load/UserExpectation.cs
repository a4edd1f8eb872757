namespace PathwayOrleans.Producer.Load;

/// <summary>The expected row of a user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Count">Number of events.</param>
/// <param name="TotalValue">Exact sum of their values.</param>
/// <param name="LastTime">Highest event time, milliseconds since the epoch.</param>
public readonly record struct UserExpectation(string UserId, long Count, double TotalValue, long LastTime);
