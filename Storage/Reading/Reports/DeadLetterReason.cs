namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The number of dead letters with a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Letters">The number of dead letters.</param>
/// <param name="FirstRecordedAt">When the first of them was recorded, by the database's clock.</param>
/// <param name="LastRecordedAt">When the last of them was recorded, by the database's clock.</param>
internal sealed record DeadLetterReason(
    string Reason, long Letters, DateTimeOffset FirstRecordedAt, DateTimeOffset LastRecordedAt);
