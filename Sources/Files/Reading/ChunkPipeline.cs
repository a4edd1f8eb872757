using System.Diagnostics.CodeAnalysis;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>
/// Threads that read and parse chunks ahead of the engine: of several files, and several chunks of one file, at the same
/// time. The chunks of a file reach the engine in order, and their number is bounded.
/// </summary>
internal sealed class ChunkPipeline : IDisposable
{
    // Enough for every thread to have a chunk while the engine works on another.
    private const int SlotsPerThread = 4;

    private readonly object _gate = new();
    private readonly FileLane[] _lanes;
    private readonly EventRules _rules;
    private readonly RecordDelivery _delivery;
    private readonly int _threads;
    private readonly Stack<ChunkSlot> _free = new();
    private int _firstActive;
    private long _completed;
    private bool _isStopped;

    /// <param name="files">The files, by partition number.</param>
    /// <param name="rules">The limits of events.</param>
    /// <param name="threads">The number of threads, and of files that are read at the same time.</param>
    /// <param name="delivery">The form of records.</param>
    internal ChunkPipeline(IReadOnlyList<IndexedFile> files, EventRules rules, int threads, RecordDelivery delivery)
    {
        _delivery = delivery;
        _rules = rules;
        _lanes = files.Select((file, number) => new FileLane(file, number)).ToArray();
        _threads = threads;
    }

    /// <summary>The number of chunks that are ready or were released.</summary>
    internal long Completed
    {
        get
        {
            lock (_gate)
            {
                return _completed;
            }
        }
    }

    internal void Start()
    {
        for (int i = 0; i < _threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = $"parser {i}" }.Start();
        }
    }

    /// <summary>Continues a file at the chunk that holds a record.</summary>
    internal void Restart(int lane, long record)
    {
        lock (_gate)
        {
            _lanes[lane].Restart(record, _free);
            _firstActive = 0;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next chunk of a file, or null if it is not ready. It is the next one until <see cref="Release"/>.</summary>
    internal ChunkSlot? Ready(int lane)
    {
        lock (_gate)
        {
            return _lanes[lane].Head is { IsReady: true } head ? head : null;
        }
    }

    /// <summary>Returns when more chunks are ready than before, or after some time.</summary>
    internal void WaitForMore(long completed, TimeSpan wait)
    {
        lock (_gate)
        {
            while (_completed == completed && Monitor.Wait(_gate, wait))
            {
                // Another change of state. These are rare, so waiting for the whole time again is acceptable.
            }
        }
    }

    /// <summary>The engine has read the chunk at the head of a lane.</summary>
    internal void Release(int lane)
    {
        lock (_gate)
        {
            _free.Push(_lanes[lane].RemoveHead());
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The file has been read completely and is closed.</summary>
    internal void Finish(int lane) => _lanes[lane].Dispose();

    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (FileLane lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private void Work()
    {
        var userIds = new UserIdPool();
        RecordFormat? format = null;
        RecordParser? parser = null;
        while (TryTake(out FileLane? lane, out ChunkSlot? slot))
        {
            try
            {
                lane.Load(slot);
                Loaded(lane);
                if (format != lane.File.Index.Format)
                {
                    format = lane.File.Index.Format;
                    parser = _delivery.IsRaw && format is NdjsonFormat
                        ? new LineParser(_rules)
                        : format.CreateParser(userIds, _rules);
                }

                parser!.Parse(slot.Bytes, lane.Number, slot.Chunk.FirstRecord, lane.File.WrittenAt, slot.Records);
                if (slot.Records.Count != slot.Chunk.Records)
                {
                    throw new InputFileException(
                        $"{lane.File.Name} has changed since the run began. Start again when it is complete.");
                }
            }
            catch (Exception e)
            {
                slot.Error = e;
                Loaded(lane);
            }

            Finish(slot);
        }
    }

    private bool TryTake([NotNullWhen(true)] out FileLane? lane, [NotNullWhen(true)] out ChunkSlot? slot)
    {
        lock (_gate)
        {
            while (!_isStopped)
            {
                if (FindRoom() is { } found)
                {
                    lane = found;
                    slot = _free.TryPop(out ChunkSlot? free) ? free : new ChunkSlot();
                    lane.Take(slot);
                    return true;
                }

                Monitor.Wait(_gate);
            }
        }

        lane = null;
        slot = null;
        return false;
    }

    // As many files as there are threads, in order. The last one may use the slots of all threads.
    private FileLane? FindRoom()
    {
        while (_firstActive < _lanes.Length - 1 && !_lanes[_firstActive].IsActive)
        {
            _firstActive++;
        }

        FileLane[] active = _lanes.Skip(_firstActive).Where(lane => lane.IsActive).Take(_threads).ToArray();
        int maxSlots = active.Length == 1 ? SlotsPerThread * _threads : SlotsPerThread;
        return active.Where(lane => lane.HasRoom(maxSlots)).MinBy(lane => lane.Slots);
    }

    private void Loaded(FileLane lane)
    {
        lock (_gate)
        {
            lane.Loaded();
            Monitor.PulseAll(_gate);
        }
    }

    private void Finish(ChunkSlot slot)
    {
        lock (_gate)
        {
            slot.IsReady = true;
            _completed++;
            if (slot.IsAbandoned)
            {
                _free.Push(slot);
            }

            Monitor.PulseAll(_gate);
        }
    }
}
