namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The column by which the top users are ordered.</summary>
internal enum TopOrder
{
    /// <summary>The number of events.</summary>
    Count,

    /// <summary>The sum of their values.</summary>
    Total,
}
