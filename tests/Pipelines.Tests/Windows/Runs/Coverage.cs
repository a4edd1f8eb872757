namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>Counts the situations that the runs covered, to verify that the generated cases exercise all of them.</summary>
internal sealed record Coverage
{
    public int Applied { get; set; }

    /// <summary>Events that the fence skipped.</summary>
    public int Skipped { get; set; }

    public int Late { get; set; }

    public int Future { get; set; }

    /// <summary>Rows that were deleted because their session was merged or its start changed.</summary>
    public int Gone { get; set; }

    public int Evicted { get; set; }

    public int Reloads { get; set; }

    public int RecalledRows { get; set; }

    public int TakenBack { get; set; }

    public int Crashes { get; set; }

    /// <summary>Steps of idle partitions that became durable.</summary>
    public int Steps { get; set; }

    /// <summary>Steps of idle partitions that were lost.</summary>
    public int LostSteps { get; set; }

    /// <summary>Users' states that were read from the database.</summary>
    public int Restored { get; set; }
}
