namespace PathwayOrleans.Storage.Views;

/// <summary>The rows of all views in a commit.</summary>
/// <param name="Generation">The generation of the process's pipeline (<see cref="RegisteredPipeline.Generation"/>).</param>
/// <param name="Rows">The rows of each view; a view without rows may be missing.</param>
internal sealed record ViewChanges(long Generation, IReadOnlyList<ViewRows> Rows)
{
    /// <summary>
    /// Whether the statement has the parameters and functions of all views, also of those without rows. A prepared statement has
    /// them, so that it compiles what later statements use.
    /// </summary>
    internal bool HasAllViews { get; init; }

    /// <summary>The approximate size of the rows in a statement.</summary>
    internal long Bytes => Rows.Sum(rows => rows.Bytes);
}
