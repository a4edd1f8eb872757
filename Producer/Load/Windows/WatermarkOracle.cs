using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// Computes the expected watermark of a partition and which of its events are in the future, from the latest accepted time.
/// Deliberately shares no code with the engines.
/// </summary>
public sealed class WatermarkOracle(WatermarkSettings settings)
{
    private long? _latest;

    /// <summary>The watermark, milliseconds since the epoch; null before the first event.</summary>
    public long? Watermark => _latest - settings.OutOfOrderness;

    /// <summary>Adds the partition's next event.</summary>
    /// <param name="time">Its time, milliseconds since the epoch.</param>
    /// <param name="recorded">When the source stored the record, milliseconds since the epoch; null if unknown.</param>
    /// <returns>Whether it is in the future and therefore not applied.</returns>
    public bool IsFromFuture(long time, long? recorded)
    {
        if (recorded is { } known && time > known + settings.MaxAhead)
        {
            return true;
        }

        if (_latest is null || time > _latest)
        {
            _latest = time;
        }

        return false;
    }

    /// <summary>The watermark was raised, because the partition was idle for a time.</summary>
    public void Reach(long watermark)
    {
        if (_latest is null || watermark > Watermark)
        {
            _latest = watermark + settings.OutOfOrderness;
        }
    }
}
