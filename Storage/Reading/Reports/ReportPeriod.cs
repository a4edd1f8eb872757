namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A stretch of event time, milliseconds since the epoch.</summary>
/// <param name="Since">The first moment that belongs to it; null: from the beginning.</param>
/// <param name="Until">The first moment after it; null: to the end.</param>
public readonly record struct ReportPeriod(long? Since, long? Until);
