namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>What puts a user at the top.</summary>
public enum TopOrder
{
    /// <summary>The number of events.</summary>
    Count,

    /// <summary>The sum of their values.</summary>
    Total,
}
