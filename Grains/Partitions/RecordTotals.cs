namespace PathwayOrleans.Grains.Partitions;

/// <summary>A number of records and their size.</summary>
/// <param name="Records">The number.</param>
/// <param name="RawBytes">The size, in bytes, of those that could not be parsed.</param>
/// <param name="EventBytes">The approximate memory of all beside that.</param>
internal readonly record struct RecordTotals(int Records, long RawBytes, long EventBytes)
{
    public static RecordTotals operator +(RecordTotals one, RecordTotals other) => new(
        one.Records + other.Records, one.RawBytes + other.RawBytes, one.EventBytes + other.EventBytes);

    public static RecordTotals operator -(RecordTotals one, RecordTotals other) => new(
        one.Records - other.Records, one.RawBytes - other.RawBytes, one.EventBytes - other.EventBytes);

    /// <summary>Whether one of them is at or above its bound.</summary>
    internal bool Reach(int records, long rawBytes, long eventBytes) =>
        Records >= records || RawBytes >= rawBytes || EventBytes >= eventBytes;
}
