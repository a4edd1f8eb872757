namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A period, milliseconds since the epoch.</summary>
/// <param name="Since">Its start, inclusive; null: no lower bound.</param>
/// <param name="Until">Its end, exclusive; null: no upper bound.</param>
internal readonly record struct ReportPeriod(long? Since, long? Until);
