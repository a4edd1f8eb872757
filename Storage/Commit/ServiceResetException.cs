namespace PathwayOrleans.Storage.Commit;

/// <summary>The service's tables were emptied or replaced while this process was writing to them.</summary>
public sealed class ServiceResetException(string message, Exception inner) : Exception(message, inner);
