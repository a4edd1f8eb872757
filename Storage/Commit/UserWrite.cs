using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Storage.Commit;

/// <summary>One user's state row, <c>events</c> row and window rows, to be written together.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Version">The version of the state row that this write is based on; 0 for a user without a row.</param>
/// <param name="Payload">The encoded state.</param>
/// <param name="Count">The number of events, for the <c>events</c> row.</param>
/// <param name="TotalValue">The sum of their values, for the <c>events</c> row.</param>
/// <param name="LastEventTime">The highest event time, milliseconds since the epoch, for the <c>events</c> row.</param>
/// <param name="Windows">The changes of the user's windows; null if there are none.</param>
/// <param name="EndingInputs">
/// The inputs with an end whose events are written (<see cref="SourceNumber"/>); null if there are none. If one of them is
/// finished, the commit is rejected.
/// </param>
public readonly record struct UserWrite(
    string UserId,
    int Version,
    byte[] Payload,
    long Count,
    double TotalValue,
    long LastEventTime,
    WindowChanges? Windows = null,
    IReadOnlyList<long>? EndingInputs = null)
{
    /// <summary>The changes of the rows of views of a pipeline; null without a pipeline, and if there are none.</summary>
    internal ViewChanges? Changes { get; init; }

    /// <summary>The number of rows of windows or views to write.</summary>
    internal int Rows => (Windows?.Rows.Count ?? 0) + (Changes?.Rows.Count ?? 0);
}
