namespace PathwayOrleans.Client.Connection;

/// <summary>The cluster cannot be reached; the message has the cause and the remedy.</summary>
internal sealed class NoClusterException(string message, Exception? inner = null) : Exception(message, inner);
