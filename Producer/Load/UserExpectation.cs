namespace PathwayOrleans.Producer.Load;

/// <summary>What a user's row must hold.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Count">Events.</param>
/// <param name="TotalValue">Sum of their values, exact.</param>
/// <param name="LastTime">Highest event time, milliseconds since the epoch.</param>
public readonly record struct UserExpectation(string UserId, long Count, double TotalValue, long LastTime);
