namespace PathwayOrleans.Pipelines.State;

/// <summary>The state of a view that the pipeline of this process does not have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsWindowed">Whether it has windows.</param>
/// <param name="Json">Its state as JSON in UTF-8.</param>
internal sealed record ForeignView(string Name, bool IsWindowed, byte[] Json);
