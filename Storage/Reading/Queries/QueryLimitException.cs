namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>A statement exceeded its time limit; the message contains the remedy.</summary>
public sealed class QueryLimitException(string message, Exception? inner = null) : Exception(message, inner);
