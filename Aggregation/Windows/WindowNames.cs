using System.Collections.Concurrent;

namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// One string for each window name, so that the states of all users share it. Bounded, because stored states may contain any
/// names: further ones are not shared. Thread-safe.
/// </summary>
internal static class WindowNames
{
    private const int MaxNames = 1_000;
    private const int MaxLength = 63;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    internal static string Share(string name)
    {
        if (Known.TryGetValue(name, out string? known))
        {
            return known;
        }

        return name.Length <= MaxLength && Known.Count < MaxNames ? Known.GetOrAdd(name, name) : name;
    }
}
