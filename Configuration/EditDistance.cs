namespace PathwayOrleans.Configuration;

/// <summary>How different two names are, for suggestions.</summary>
internal static class EditDistance
{
    /// <summary>
    /// The optimal string alignment distance (Damerau 1964, Levenshtein 1966): how many characters have to be inserted, deleted,
    /// replaced, or exchanged with a neighbour to turn one text into the other. Letter case does not count.
    /// </summary>
    internal static int Between(string one, string other)
    {
        string a = one.ToUpperInvariant();
        string b = other.ToUpperInvariant();
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
