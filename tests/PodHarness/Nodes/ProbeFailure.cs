namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>One failure of a probe.</summary>
/// <param name="Problem">The reason.</param>
/// <param name="IsAnswered">Whether the container answered, with an error. Otherwise it did not answer, or not in time.</param>
internal sealed record ProbeFailure(string Problem, bool IsAnswered);
