using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// Computes the expected watermark of a partition and which of its events are in the future, from the latest accepted time.
/// Deliberately shares no code with the engines.
/// </summary>
public sealed class WatermarkOracle(WatermarkSettings settings)
{
    private readonly List<long> _beyond = [];
    private long? _latest;

    /// <summary>The watermark, milliseconds since the epoch; null before the first event.</summary>
    public long? Watermark => _latest - settings.OutOfOrderness;

    /// <summary>The number of future events since the watermark last advanced.</summary>
    public int Beyond => _beyond.Count;

    /// <summary>Adds the partition's next event.</summary>
    /// <returns>Whether it is in the future and therefore not applied.</returns>
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

        // A run of this length is accepted: time advances to the earliest of them, and the last one is checked against that.
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
