namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>How the stored states of keys refer to a view.</summary>
/// <param name="Number">Its number in the database of the service.</param>
/// <param name="CountedAs">
/// What it continues of states that were written before there were pipelines: the name of their windows, or
/// <see cref="Totals"/>; null if nothing.
/// </param>
internal readonly record struct StoredViewName(int Number, string? CountedAs)
{
    /// <summary>The totals of a user, which have no name.</summary>
    internal const string Totals = "";
}
