namespace PathwayOrleans.Client.Configuration;

/// <summary>The configuration is wrong; every problem is a line that names the key.</summary>
internal sealed class ConfigurationException(IEnumerable<string> problems, Exception? inner = null)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => $"Configuration: {problem}")), inner);
