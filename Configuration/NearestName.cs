namespace PathwayOrleans.Configuration;

/// <summary>Suggests the known name that a misspelt one probably means.</summary>
internal static class NearestName
{
    private const int LettersPerError = 3;

    /// <summary>The error for an unknown key, with the nearest known one or all of them.</summary>
    internal static string DescribeUnknown(string path, string key, IReadOnlyCollection<string> known) =>
        Find(key, known) is { } nearest
            ? $"{path} is not a known key; did you mean {nearest}?"
            : $"{path} is not a known key; there are {string.Join(", ", known)}.";

    /// <summary>The known name with the least edits to this one, ignoring case; null if none is near.</summary>
    internal static string? Find(string name, IEnumerable<string> known)
    {
        (string Name, int Distance)[] candidates =
            [.. known.Select(candidate => (candidate, Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))];
        if (candidates.Length == 0)
        {
            return null;
        }

        (string nearest, int distance) = candidates.MinBy(candidate => candidate.Distance);
        return distance <= Math.Max(1, Math.Min(name.Length, nearest.Length) / LettersPerError) ? nearest : null;
    }

    // Optimal string alignment distance (Damerau 1964, Levenshtein 1966): insertions, deletions, substitutions, and
    // transpositions of neighbours.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
