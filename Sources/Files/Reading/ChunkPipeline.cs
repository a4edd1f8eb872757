using System.Diagnostics.CodeAnalysis;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>
/// Threads that read and parse chunks ahead of the engine, of several files at once and of one file at several
/// places. Each file's chunks reach the engine in order, and only so many are ahead of it.
/// </summary>
internal sealed class ChunkPipeline : IDisposable
{
    // Ahead of the engine: enough for every thread to have a chunk while the engine works on another.
    private const int SlotsPerThread = 4;

    private readonly object _gate = new();
    private readonly FileLane[] _lanes;
    private readonly int _threads;
    private readonly Stack<ChunkSlot> _free = new();
    private int _firstActive;
    private long _completed;
    private bool _isStopped;

    /// <param name="files">The files, by their partition's number.</param>
    /// <param name="threads">How many threads parse; so many files are read at once.</param>
    internal ChunkPipeline(IReadOnlyList<IndexedFile> files, int threads)
    {
        _lanes = files.Select((file, number) => new FileLane(file, number)).ToArray();
        _threads = threads;
    }

    /// <summary>How many chunks became ready so far.</summary>
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

    /// <summary>From now on the file's chunks come from the one that holds a record.</summary>
    internal void Restart(int lane, long record)
    {
        lock (_gate)
        {
            _lanes[lane].Restart(record, _free);
            _firstActive = 0;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next chunk of a file, once it is ready. It stays the next one until <see cref="Release"/>.</summary>
    internal ChunkSlot? Ready(int lane)
    {
        lock (_gate)
        {
            return _lanes[lane].Head is { IsReady: true } head ? head : null;
        }
    }

    /// <summary>Returns when more chunks have become ready than there had, or after some time.</summary>
    internal void WaitForMore(long completed, TimeSpan wait)
    {
        lock (_gate)
        {
            while (_completed == completed && Monitor.Wait(_gate, wait))
            {
                // Something else happened. It does so seldom that the whole time again is no matter.
            }
        }
    }

    /// <summary>The engine is done with the chunk at the head of a lane.</summary>
    internal void Release(int lane)
    {
        lock (_gate)
        {
            _free.Push(_lanes[lane].RemoveHead());
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No chunk of this file is wanted any more.</summary>
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
                    parser = format.CreateParser(userIds);
                }

                parser!.Parse(slot.Bytes, lane.Number, slot.Chunk.FirstRecord, slot.Records);
                if (slot.Records.Count != slot.Chunk.Records)
                {
                    throw new InputFileException($"{lane.File.Name} is no longer what it was when the run began. Start again with the file complete.");
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

    // The first files in order, as many as there are threads; a file alone may use what all of them may.
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
