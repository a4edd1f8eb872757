namespace PathwayOrleans.Demo.Subjects;

/// <summary>The result of a demo.</summary>
/// <param name="Holds">Whether the database is as expected.</param>
/// <param name="Differences">Descriptions of the first differences.</param>
/// <param name="Json">The result as JSON.</param>
/// <param name="Text">The result as text.</param>
internal sealed record DemoOutcome(bool Holds, IReadOnlyList<string> Differences, string Json, string Text);
