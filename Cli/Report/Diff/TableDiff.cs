using System.Text.Json;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>What of a table differs between two services.</summary>
/// <param name="Table">Its name.</param>
/// <param name="RowsOfA">Rows of the first service.</param>
/// <param name="RowsOfB">Rows of the second.</param>
/// <param name="Compared">Keys that both have.</param>
/// <param name="OnlyInA">Keys that the first alone has.</param>
/// <param name="OnlyInB">Keys that the second alone has.</param>
/// <param name="Differing">Keys that both have with something different.</param>
internal sealed record TableDiff(string Table, long RowsOfA, long RowsOfB, long Compared, long OnlyInA, long OnlyInB, long Differing)
{
    internal bool IsEqual => OnlyInA == 0 && OnlyInB == 0 && Differing == 0;

    /// <summary>The first of the differences, each kind by key; a side that has no row is null.</summary>
    public IReadOnlyList<RowDiff> Examples { get; init; } = [];
}

/// <summary>A row of one key on both sides, as JSON of its columns.</summary>
internal sealed record RowDiff(JsonElement? A, JsonElement? B);
