namespace PathwayOrleans.Aggregation.Tests.Windows.Runs;

/// <summary>What runs came across: a run that meets nothing proves nothing.</summary>
internal sealed record Coverage
{
    public int Applied { get; set; }

    /// <summary>Events that the fence held back.</summary>
    public int Skipped { get; set; }

    public int Late { get; set; }

    public int Future { get; set; }

    /// <summary>Rows that went because their session starts elsewhere now.</summary>
    public int Gone { get; set; }

    public int Evicted { get; set; }

    public int Recalls { get; set; }

    public int RecalledRows { get; set; }

    public int TakenBack { get; set; }

    public int Crashes { get; set; }

    /// <summary>Users' states that were read from the database.</summary>
    public int Restored { get; set; }
}
