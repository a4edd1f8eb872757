namespace PathwayOrleans.CommandLine;

/// <summary>
/// A command cannot do what was asked. The message gives the reason and the remedy; it is printed without a stack trace.
/// </summary>
public class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner);
