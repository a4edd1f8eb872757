namespace PathwayOrleans.Client.Connection;

/// <summary>There is no cluster to talk to; the message says what is missing and what to check.</summary>
internal sealed class NoClusterException(string message, Exception? inner = null) : Exception(message, inner);
