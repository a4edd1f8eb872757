namespace PathwayOrleans.Producer.Command;

/// <summary>A command cannot do what it was asked for; the message says why and what to do.</summary>
public sealed class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner);
