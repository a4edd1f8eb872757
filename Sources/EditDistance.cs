namespace PathwayOrleans.Sources;

internal static class EditDistance
{
    /// <summary>
    /// The Levenshtein distance: how many characters have to be inserted, deleted or replaced to turn one text into the
    /// other. Letter case does not count.
    /// </summary>
    internal static int Between(string one, string other)
    {
        int[] distances = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 0; i < one.Length; i++)
        {
            int diagonal = distances[0];
            distances[0] = i + 1;
            for (int j = 0; j < other.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]) ? 0 : 1);
                diagonal = distances[j + 1];
                distances[j + 1] = Math.Min(replaced, Math.Min(distances[j], diagonal) + 1);
            }
        }

        return distances[^1];
    }
}
