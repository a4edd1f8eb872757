namespace PathwayOrleans.Sources;

/// <summary>
/// Identifies the log that positions belong to. A log that was deleted and created again numbers its records from the start
/// again; its identity has another <see cref="Name"/>, so that its positions are never mistaken for those of the earlier log.
/// </summary>
public interface ISourceIdentity
{
    /// <summary>The name under which positions are kept.</summary>
    string Name { get; }

    /// <summary>
    /// What the brokers call this log, also where the operator configured another name. A log must not be counted under two
    /// names. Null if they cannot distinguish it from a log that was deleted, which may have been counted under another name.
    /// </summary>
    string? Log { get; }

    /// <summary>
    /// The common prefix of the names of all incarnations of this log. Null if the operator configured the name, which is then
    /// trusted, or if the source cannot distinguish incarnations.
    /// </summary>
    string? IncarnationPrefix { get; }

    /// <summary>Whether the operator accepted that this incarnation is counted in addition to earlier ones.</summary>
    bool IsAccepted { get; }

    /// <summary>The error for a log that was created again, with the remedy.</summary>
    /// <param name="earlier">The name of the incarnation that was counted before.</param>
    string DescribeRecreation(string earlier);

    /// <summary>The error for a log that was counted under another name, with the remedy.</summary>
    /// <param name="other">The other name.</param>
    string DescribeOtherName(string other);

    /// <summary>Whether the log was created again since it was counted, and the operator has not accepted it.</summary>
    /// <param name="known">The names that begin with <see cref="IncarnationPrefix"/> and have a checkpoint.</param>
    /// <returns>The error, or null.</returns>
    string? FindRecreation(IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        bool isKnown = IncarnationPrefix is null || known.Count == 0 || known.Contains(Name);
        return isKnown || IsAccepted ? null : DescribeRecreation(known[0]);
    }
}
