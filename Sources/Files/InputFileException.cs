namespace PathwayOrleans.Sources.Files;

/// <summary>A file cannot be read; the message names it, the cause and the remedy.</summary>
public sealed class InputFileException(string message, Exception? inner = null) : IOException(message, inner);
