namespace PathwayOrleans.Configuration;

/// <summary>
/// The database or the source refuses the configuration, as only its answer shows. The message names the key and the remedy; a
/// retry would not help.
/// </summary>
public class ConfigurationRejectedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
