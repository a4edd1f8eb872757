using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Reads this silo's partitions with one client of the source, on a separate thread, into their buffers. The streams' receivers
/// open and close partitions; <see cref="PartitionLifecycle"/> positions them.
/// </summary>
internal sealed class SiloReader : IReaderListener, IDisposable
{
    private const int ReadBurst = 1_000;
    private const string Drained = "everything taken is durable";
    private const string NotDrained = "its next owner reads records that are not durable again";

    // The reader returns as soon as a record arrives. In an idle silo, actions posted by other threads wait up to this long.
    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, SiloPartition> _partitions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Mailbox _mailbox = new();
    private readonly IAssignedReader _reader;
    private readonly PartitionBuffers _buffers;
    private readonly PendingUserLimiter _limiter;
    private readonly RecordCounter _counter;
    private readonly Backpressure _backpressure;
    private readonly IdleSteps _idle;
    private readonly PartitionLifecycle _lifecycle;
    private readonly GroupCommit _commits;
    private readonly EngineOptions _options;
    private readonly string _source;
    private readonly SiloAddress _silo;
    private readonly TimeProvider _time;
    private readonly ILogger<SiloReader> _logger;
    private Task _running = Task.CompletedTask;

    internal SiloReader(
        string source,
        SiloAddress silo,
        IAssignedReader reader,
        PartitionPositioner positioner,
        PartitionBuffers buffers,
        PendingUserLimiter limiter,
        GroupCommit commits,
        RecordCounter counter,
        EventTimeSettings settings,
        EngineOptions options,
        TimeProvider time,
        ILogger<SiloReader> logger)
    {
        _source = source;
        _silo = silo;
        _reader = reader;
        _buffers = buffers;
        _limiter = limiter;
        _commits = commits;
        _counter = counter;
        _options = options;
        _time = time;
        _logger = logger;
        _backpressure = new Backpressure(
            reader,
            static partition => ((SiloPartition)partition).Buffer.IsFull,
            static partition => ((SiloPartition)partition).Buffer.HasRoom,
            options.PauseAfter,
            time,
            logger);
        _idle = new IdleSteps(reader, _mailbox, settings, IsCurrent, static e => throw e, time);
        _lifecycle = new PartitionLifecycle(
            reader, positioner, _mailbox, _backpressure, _idle, IsCurrent, static e => throw e, time, logger, _stop.Token);
    }

    /// <summary>Called once, when a non-transient error has ended the reading.</summary>
    internal Action<Exception>? Failed { get; set; }

    /// <summary>How often partitions were paused.</summary>
    internal long Pauses => _backpressure.Pauses;

    internal IAssignedReader Reader => _reader;

    internal void Start() =>
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Starts to read a partition, from its durable position.</summary>
    internal PartitionBuffer Open(int number)
    {
        var buffer = new PartitionBuffer(SourcePartition.Of(_source, number), _silo, _limiter, _counter, _time);
        var partition = new SiloPartition(buffer, _reader, _commits);
        buffer.OnRewind(reason => _mailbox.Post(() => OnRewind(partition, reason)));
        buffer.OnStop(error => _mailbox.Post(() => OnStop(partition, error)));
        SiloPartition? before;
        lock (_gate)
        {
            _partitions.Remove(number, out before);
            _partitions[number] = partition;
            _buffers.Add(buffer);
            ShareBounds();
        }

        _mailbox.Post(() =>
        {
            // A partition can be opened again before this thread has closed it.
            before?.Remove();
            _lifecycle.Position(partition);
        });
        return buffer;
    }

    /// <summary>Stops reading a partition.</summary>
    /// <returns>Completes when what its grain has taken is durable, or after <paramref name="timeout"/>.</returns>
    internal async Task CloseAsync(PartitionBuffer buffer, TimeSpan timeout)
    {
        Task<bool> drained = buffer.CloseAsync();
        _mailbox.Post(() => Remove(buffer));
        try
        {
            bool durable = await drained.WaitAsync(timeout, _time);
            _logger.PartitionClosed(buffer.Number, durable ? Drained : NotDrained);
        }
        catch (TimeoutException)
        {
            _logger.PartitionClosed(buffer.Number, NotDrained);
        }
        finally
        {
            _buffers.Remove(buffer);
        }
    }

    /// <summary>Stops all partitions with an error. Any thread may call.</summary>
    internal void StopPartitions(string error) => _mailbox.Post(() =>
    {
        foreach (SiloPartition partition in Snapshot())
        {
            _lifecycle.Stop(partition, error);
        }
    });

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void OnAssigned(IReadOnlyList<int> partitions)
    {
    }

    public void OnRevoked(IReadOnlyList<int> partitions)
    {
    }

    public void OnLost(IReadOnlyList<int> partitions)
    {
    }

    public void OnPositionLost(int partition, string error)
    {
        if (Find(partition) is { } lost)
        {
            _lifecycle.Rewind(lost, error);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _mailbox.Dispose();
        _reader.Dispose();
    }

    private void Run()
    {
        try
        {
            _reader.Start(this);
            while (!_stop.IsCancellationRequested)
            {
                Step();
            }

            ReportDurable(Snapshot());
            _idle.Stop();
            _reader.Close();
        }
        catch (Exception e)
        {
            _idle.Stop();
            _logger.EngineFailed(e, e.Message);
            Failed?.Invoke(e);
        }
    }

    private void Step()
    {
        _mailbox.Drain();
        SiloPartition[] partitions = Snapshot();
        _lifecycle.SeekWhereDue(partitions);
        _idle.Check(partitions);
        ReportDurable(partitions);
        if (_backpressure.Hold(partitions))
        {
            _mailbox.WaitAndDrain(BusyWait);
            return;
        }

        TimeSpan wait = Array.Exists(partitions, partition => !partition.IsReading) ? BusyWait : IdleWait;
        SiloPartition? partition = null;
        for (int read = 0; read < ReadBurst && _reader.TryRead(wait, out SourceRecord record); read++)
        {
            wait = TimeSpan.Zero;

            // Consecutive records are mostly of the same partition.
            partition = partition?.Number == record.Partition ? partition : Find(record.Partition);
            partition?.Append(record);

            // Of records with their bytes, one burst may have more than the process has memory.
            if ((record.Raw is not null || record.Content is not null) && partition?.Buffer.IsFull == true)
            {
                break;
            }
        }
    }

    private void OnRewind(SiloPartition partition, string reason)
    {
        if (IsCurrent(partition))
        {
            partition.OnRewound();
            _lifecycle.Reposition(partition, reason);
        }
    }

    private void OnStop(SiloPartition partition, string error)
    {
        if (IsCurrent(partition))
        {
            _lifecycle.Stop(partition, error);
        }
    }

    private void Remove(PartitionBuffer buffer)
    {
        lock (_gate)
        {
            if (_partitions.TryGetValue(buffer.Number, out SiloPartition? partition) && partition.Buffer == buffer)
            {
                _partitions.Remove(buffer.Number);
                ShareBounds();
                partition.Remove();
            }
        }
    }

    private static void ReportDurable(SiloPartition[] partitions)
    {
        foreach (SiloPartition partition in partitions)
        {
            partition.ReportDurable();
        }
    }

    // Call it with the lock held. The partitions share the engine's bounds equally.
    private void ShareBounds()
    {
        foreach (SiloPartition partition in _partitions.Values)
        {
            partition.Buffer.Bound = Math.Max(1, _options.MaxEventsInFlight / _partitions.Count);
            partition.Buffer.RawBound = Math.Max(1, _options.MaxDeadLetterBytes / _partitions.Count);
            partition.Buffer.EventBound = Math.Max(1, _options.MaxBytesInFlight / _partitions.Count);
        }
    }

    private SiloPartition[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _partitions.Values];
        }
    }

    private SiloPartition? Find(int number)
    {
        lock (_gate)
        {
            return _partitions.GetValueOrDefault(number);
        }
    }

    private bool IsCurrent(ReadPartition partition) => ReferenceEquals(Find(partition.Number), partition);
}
