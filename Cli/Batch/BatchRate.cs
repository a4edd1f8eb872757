namespace PathwayOrleans.Cli.Batch;

/// <summary>
/// Records per second since the first measurement. The records of the first measurement are not counted, because their time is
/// unknown.
/// </summary>
internal sealed class BatchRate(TimeProvider time)
{
    private long? _started;
    private long _first;

    internal double Of(long records)
    {
        if (records == 0)
        {
            return 0;
        }

        if (_started is not { } started)
        {
            _started = time.GetTimestamp();
            _first = records;
            return 0;
        }

        return (records - _first) / time.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The estimated remaining time; null while the rate is unknown.</summary>
    internal static TimeSpan? Left(long records, long total, double perSecond) =>
        perSecond > 0
            ? TimeSpan.FromSeconds(Math.Min(TimeSpan.FromDays(1).TotalSeconds - 1, Math.Max(0, total - records) / perSecond))
            : null;
}
