using PathwayOrleans.Configuration;

namespace PathwayOrleans.Storage.Connections;

/// <summary>A database session uses the tables of another service. The message names the remedy.</summary>
public sealed class WrongSchemaException(string message) : ConfigurationRejectedException(message);
