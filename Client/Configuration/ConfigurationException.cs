namespace PathwayOrleans.Client.Configuration;

/// <summary>The configuration is invalid. The message has a line for every problem, which names the key.</summary>
internal sealed class ConfigurationException(IEnumerable<string> problems, Exception? inner = null)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => $"Configuration: {problem}")), inner);
