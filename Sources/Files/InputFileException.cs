namespace PathwayOrleans.Sources.Files;

/// <summary>A file that cannot be read as it is; the message names it, says what is wrong and what to do.</summary>
public sealed class InputFileException(string message, Exception? inner = null) : IOException(message, inner);
