namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>What could stand from a place in the line to the cursor.</summary>
/// <param name="Start">That place.</param>
/// <param name="Candidates">What could stand there.</param>
internal sealed record Completion(int Start, IReadOnlyList<string> Candidates)
{
    /// <summary>What all candidates begin with.</summary>
    internal string CommonPrefix
    {
        get
        {
            string first = Candidates[0];
            int length = Candidates.Min(candidate => first.AsSpan().CommonPrefixLength(candidate));
            // Half a character would be none.
            return first[..(length > 0 && char.IsHighSurrogate(first[length - 1]) ? length - 1 : length)];
        }
    }
}
