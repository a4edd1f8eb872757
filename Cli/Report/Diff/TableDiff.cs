using System.Text.Json;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>The differences of a table between two services.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="RowsOfA">Rows of the first service.</param>
/// <param name="RowsOfB">Rows of the second.</param>
/// <param name="Compared">Keys that both services have.</param>
/// <param name="OnlyInA">Keys that only the first service has.</param>
/// <param name="OnlyInB">Keys that only the second service has.</param>
/// <param name="Differing">Keys that both services have with different values.</param>
internal sealed record TableDiff(
    string Table, long RowsOfA, long RowsOfB, long Compared, long OnlyInA, long OnlyInB, long Differing)
{
    internal bool IsEqual => OnlyInA == 0 && OnlyInB == 0 && Differing == 0;

    /// <summary>The first differences of each kind, ordered by key. A side without a row is null.</summary>
    public IReadOnlyList<RowDiff> Examples { get; init; } = [];
}

/// <summary>The rows of one key on both sides, as JSON.</summary>
internal sealed record RowDiff(JsonElement? A, JsonElement? B);
