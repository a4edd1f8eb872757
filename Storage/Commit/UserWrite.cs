using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Storage.Commit;

/// <summary>The state row of one key and its rows of views, to be written together.</summary>
/// <param name="UserId">The key.</param>
/// <param name="Version">The version of the state row that this write is based on; 0 for a key without a row.</param>
/// <param name="Payload">The encoded state.</param>
/// <param name="EndingInputs">
/// The inputs with an end whose events are written (<see cref="SourceNumber"/>); null if there are none. If one of them is
/// finished, the commit is rejected.
/// </param>
public readonly record struct UserWrite(
    string UserId, int Version, byte[] Payload, IReadOnlyList<long>? EndingInputs = null)
{
    /// <summary>The changes of the rows of views; null if there are none.</summary>
    internal ViewChanges? Changes { get; init; }

    /// <summary>The number of rows of views to write.</summary>
    internal int Rows => Changes?.Rows.Count ?? 0;
}
