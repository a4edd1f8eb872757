namespace PathwayOrleans.Configuration;

/// <summary>Suggests the known name that a misspelt one probably means.</summary>
internal static class NearestName
{
    private const int LettersPerError = 3;

    /// <summary>The error for an unknown key, with the nearest known one or all of them.</summary>
    internal static string DescribeUnknown(string path, string key, IReadOnlyCollection<string> known) =>
        PathwayKeys.Retired.TryGetValue(path, out string? remedy) ? $"{path} {remedy}"
        : Find(key, known) is { } nearest
            ? $"{path} is not a known key; did you mean {nearest}?"
            : $"{path} is not a known key; there are {string.Join(", ", known)}.";

    /// <summary>The known name with the least edits to this one, ignoring case; null if none is near.</summary>
    internal static string? Find(string name, IEnumerable<string> known)
    {
        (string Name, int Distance)[] candidates =
            [.. known.Select(candidate => (candidate, EditDistance.Between(name, candidate)))];
        if (candidates.Length == 0)
        {
            return null;
        }

        (string nearest, int distance) = candidates.MinBy(candidate => candidate.Distance);
        return distance <= Math.Max(1, Math.Min(name.Length, nearest.Length) / LettersPerError) ? nearest : null;
    }
}
