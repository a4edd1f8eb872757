namespace PathwayOrleans.Sources;

/// <summary>The source did not answer. Infrastructure: trying again later is the remedy.</summary>
public sealed class SourceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
