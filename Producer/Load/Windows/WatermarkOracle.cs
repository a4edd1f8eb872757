using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// What a partition's watermark has to be, and which of its events are from the future, worked out from the latest
/// time that counted so far. Separate code from the engines', on purpose.
/// </summary>
public sealed class WatermarkOracle(EventClockSettings settings)
{
    private readonly List<long> _beyond = [];
    private long? _latest;

    /// <summary>The watermark, milliseconds since the epoch; null before the first event.</summary>
    public long? Watermark => _latest - settings.OutOfOrderness;

    /// <summary>How many events from the future there were since the watermark moved last.</summary>
    public int Beyond => _beyond.Count;

    /// <summary>Takes the partition's next event.</summary>
    /// <returns>True where it is from the future: it counts for nothing.</returns>
    public bool IsFromFuture(long time)
    {
        if (!IsTooFar(time))
        {
            Follow(time);
            return false;
        }

        _beyond.Add(time);
        if (_beyond.Count < settings.FutureRun)
        {
            return true;
        }

        // So many are right: time has come as far as the earliest of them says. The last one is judged by that.
        Follow(_beyond.Min());
        return IsFromFuture(time);
    }

    private bool IsTooFar(long time) => _latest is { } latest && time - latest > settings.MaxAdvance;

    private void Follow(long time)
    {
        if (_latest is null || time > _latest)
        {
            _latest = time;
            _beyond.Clear();
        }
    }
}
