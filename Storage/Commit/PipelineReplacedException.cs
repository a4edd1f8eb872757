namespace PathwayOrleans.Storage.Commit;

/// <summary>Another pipeline has replaced the one of this process while it was running.</summary>
internal sealed class PipelineReplacedException(string message, Exception inner) : Exception(message, inner);
