using System.Globalization;

namespace PathwayOrleans.Testing.Network;

/// <summary>
/// The names of namespaces and links: a prefix, the id of the process that created them, and a number. The kernel allows 15
/// characters for links.
/// </summary>
internal static class NetworkNames
{
    internal const string HostPrefix = "pathway-";
    internal const string LinkPrefix = "pwv";
    internal const string BridgePrefix = "pwb";

    internal static string Bridge(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{BridgePrefix}{Environment.ProcessId}-{number}");

    internal static string Link(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{LinkPrefix}{Environment.ProcessId}-{number}");

    internal static string Host(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{HostPrefix}{Environment.ProcessId}-{number}");

    /// <summary>The id of the process that created it; null for any other name.</summary>
    internal static int? Owner(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && name[prefix.Length..].Split('-') is [var owner, var number]
        && int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? id
            : null;
}
