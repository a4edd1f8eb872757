using System.Collections;

namespace PathwayOrleans.Testing.Processes;

/// <summary>
/// The settings of the .NET runtime in this process that concern compiling, which <c>./pathway test</c> sets for short-lived
/// processes. Pods and containers inherit no environment, so their harnesses pass these settings on.
/// </summary>
public static class RuntimeSettings
{
    private static readonly string[] Prefixes = ["DOTNET_TC_", "DOTNET_Tiered", "DOTNET_EnableWriteXorExecute"];

    /// <summary>The environment variables and their values; none when the tests are started in another way.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess { get; } = Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!))
        .Where(variable => Prefixes.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal)))
        .ToDictionary();
}
