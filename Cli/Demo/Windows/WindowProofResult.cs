namespace PathwayOrleans.Cli.Demo.Windows;

/// <summary>How the database's windows compare with what the oracle expects.</summary>
internal sealed record WindowProofResult
{
    /// <summary>Rows of <c>user_windows</c> found.</summary>
    internal required int Rows { get; init; }

    /// <summary>Events that are too late for a window.</summary>
    internal required int Late { get; init; }

    /// <summary>Events that are from the future.</summary>
    internal required int Future { get; init; }

    /// <summary>Rows and dead letters that are missing, surplus or different.</summary>
    internal required int Mismatches { get; init; }

    /// <summary>The first of these, in words.</summary>
    internal required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Whether every row and every dead letter is as expected.</summary>
    internal bool Holds => Mismatches == 0;
}
