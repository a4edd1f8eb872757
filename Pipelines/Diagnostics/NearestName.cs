namespace PathwayOrleans.Pipelines.Diagnostics;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int MaxDistance = 3;

    /// <summary>A sentence such as <c> Did you mean 'sum'?</c>, with a leading space, or an empty text.</summary>
    internal static string Hint(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The candidate with the fewest differences, if those are few for a name of that length.</summary>
    internal static string? Find(string name, IEnumerable<string> candidates)
    {
        string lower = name.ToLowerInvariant();
        int limit = Math.Min(MaxDistance, (lower.Length + 1) / 3);
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            int distance = Distance(lower, candidate.ToLowerInvariant());
            if (distance > 0 ? distance <= limit : candidate != name)
            {
                nearest = candidate;
                limit = distance - 1;
            }
        }

        return nearest;
    }

    // Two neighbours in the wrong order are one difference (optimal string alignment).
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxDistance)
        {
            return int.MaxValue;
        }

        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                bool isSwapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                table[i, j] = isSwapped ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
            }
        }

        return table[a.Length, b.Length];
    }
}
