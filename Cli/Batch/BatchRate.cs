namespace PathwayOrleans.Cli.Batch;

/// <summary>Records a second since the first ones came.</summary>
internal sealed class BatchRate(TimeProvider time)
{
    private long? _started;

    internal double Of(long records)
    {
        if (records == 0)
        {
            return 0;
        }

        _started ??= time.GetTimestamp();
        double seconds = time.GetElapsedTime(_started.Value).TotalSeconds;
        return seconds > 0 ? records / seconds : 0;
    }

    /// <summary>How long the rest will take; null while nobody can tell.</summary>
    internal static TimeSpan? Left(long records, long total, double perSecond) =>
        perSecond > 0 ? TimeSpan.FromSeconds(Math.Min(TimeSpan.FromDays(1).TotalSeconds - 1, Math.Max(0, total - records) / perSecond)) : null;
}
