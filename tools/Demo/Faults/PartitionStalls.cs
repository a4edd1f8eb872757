namespace PathwayOrleans.Demo.Faults;

/// <summary>
/// Measures the longest time in which a partition had records that were not durable and made no progress, by what was done to its
/// reader. Thread-safe.
/// </summary>
internal sealed class PartitionStalls(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Lane> _lanes = [];
    private readonly TimeSpan[] _longest = new TimeSpan[Enum.GetValues<Fault>().Length];
    private bool _hasEnded;

    /// <summary>The longest time without progress of any partition whose reader had this fault.</summary>
    internal TimeSpan Longest(Fault fault)
    {
        lock (_gate)
        {
            return _longest[(int)fault];
        }
    }

    /// <summary>Ends the measurement; later reports are ignored.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }
    }

    /// <summary>Reports the position of a partition.</summary>
    /// <param name="partition">The number of the partition.</param>
    /// <param name="durable">Everything below this offset is durable.</param>
    /// <param name="end">The offset after the last record.</param>
    internal void Observe(int partition, long durable, long end)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            Lane lane = Of(partition);
            if (durable > lane.Durable || durable >= end)
            {
                // A fault ends with the first progress after it, not with a commit that was already running.
                lane.Fault = durable > lane.Durable && time.GetTimestamp() - lane.FaultAt > time.TimestampFrequency / 2
                    ? Fault.None
                    : lane.Fault;
                lane.Durable = durable;
                lane.Since = time.GetTimestamp();
                return;
            }

            TimeSpan stall = time.GetElapsedTime(lane.Since);
            _longest[(int)lane.Fault] = stall > _longest[(int)lane.Fault] ? stall : _longest[(int)lane.Fault];
        }
    }

    /// <summary>Reports that the reader of these partitions is about to have a fault.</summary>
    internal void Mark(IEnumerable<int> partitions, Fault fault)
    {
        lock (_gate)
        {
            foreach (int partition in partitions)
            {
                Lane lane = Of(partition);
                (lane.Fault, lane.FaultAt) = (fault, time.GetTimestamp());
            }
        }
    }

    private Lane Of(int partition)
    {
        if (!_lanes.TryGetValue(partition, out Lane? lane))
        {
            lane = new Lane { Since = time.GetTimestamp() };
            _lanes.Add(partition, lane);
        }

        return lane;
    }

    private sealed class Lane
    {
        internal long Durable { get; set; }

        internal long Since { get; set; }

        internal Fault Fault { get; set; }

        internal long FaultAt { get; set; }
    }
}
