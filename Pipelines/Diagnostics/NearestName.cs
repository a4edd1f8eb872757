using PathwayOrleans.Configuration;

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
        int limit = Math.Min(MaxDistance, (name.Length + 1) / 3);
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            // The text of a pipeline may have long names, and texts that differ in length by more are not near.
            if (Math.Abs(name.Length - candidate.Length) > MaxDistance)
            {
                continue;
            }

            int distance = EditDistance.Between(name, candidate);
            if (distance > 0 ? distance <= limit : candidate != name)
            {
                nearest = candidate;
                limit = distance - 1;
            }
        }

        return nearest;
    }
}
