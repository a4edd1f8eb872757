namespace PathwayOrleans.Sources;

/// <summary>The source did not answer. A transient error: callers retry.</summary>
public sealed class SourceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
