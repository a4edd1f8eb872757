namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>A statement did not get the time that it would have needed; the message says what to do.</summary>
public sealed class QueryLimitException(string message, Exception? inner = null) : Exception(message, inner);
