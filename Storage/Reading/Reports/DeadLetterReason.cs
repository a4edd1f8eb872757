namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>How many dead letters there are of a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Letters">How many.</param>
/// <param name="FirstRecordedAt">When the first of them was recorded, by the database's clock.</param>
/// <param name="LastRecordedAt">When the last was.</param>
public sealed record DeadLetterReason(string Reason, long Letters, DateTimeOffset FirstRecordedAt, DateTimeOffset LastRecordedAt);
