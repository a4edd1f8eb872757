namespace PathwayOrleans.Demo.Proof;

/// <summary>The result of comparing the database's windows with the oracle.</summary>
internal sealed record WindowProofResult
{
    /// <summary>The number of rows of the views with windows.</summary>
    internal required int Rows { get; init; }

    /// <summary>The number of events that are too late for a window.</summary>
    internal required int Late { get; init; }

    /// <summary>The number of events from the future.</summary>
    internal required int Future { get; init; }

    /// <summary>The number of rows and dead letters that are missing, surplus or different.</summary>
    internal required int Mismatches { get; init; }

    /// <summary>Descriptions of the first mismatches.</summary>
    internal required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Whether there is no mismatch.</summary>
    internal bool Holds => Mismatches == 0;
}
