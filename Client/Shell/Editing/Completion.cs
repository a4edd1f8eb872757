namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>The possible completions of the text from a start position to the cursor.</summary>
/// <param name="Start">The start position in the line.</param>
/// <param name="Candidates">The possible texts.</param>
internal sealed record Completion(int Start, IReadOnlyList<string> Candidates)
{
    /// <summary>The common prefix of all candidates.</summary>
    internal string CommonPrefix
    {
        get
        {
            string first = Candidates[0];
            int length = Candidates.Min(candidate => first.AsSpan().CommonPrefixLength(candidate));
            // Do not split a surrogate pair.
            return first[..(length > 0 && char.IsHighSurrogate(first[length - 1]) ? length - 1 : length)];
        }
    }
}
