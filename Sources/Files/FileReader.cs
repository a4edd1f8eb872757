using System.Runtime.ExceptionServices;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files.Reading;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files;

/// <summary>
/// Reads files. Each file is a partition, whose number is the file's index and whose positions are record numbers from 0.
/// Other threads parse ahead of the engine's thread, which only copies records out of arrays.
/// </summary>
public sealed class FileReader : IBoundedReader
{
    private readonly IReadOnlyList<IndexedFile> _files;
    private readonly FileCursor[] _cursors;
    private readonly ChunkPipeline _pipeline;

    // Filled by each read; null if events are delivered.
    private readonly RecordContent? _content;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The records of one chunk that are being delivered.
    private FileCursor? _current;
    private SourceRecord[] _records = [];
    private ChunkSlot? _slot;
    private int _next;
    private int _end;
    private int _turn;

    /// <param name="files">The files, with distinct identities.</param>
    /// <param name="rules">The limits of events.</param>
    /// <param name="threads">How many threads parse.</param>
    /// <param name="delivery">The form of records, for which the files were indexed; null for events.</param>
    public FileReader(IReadOnlyList<IndexedFile> files, EventRules rules, int threads, RecordDelivery? delivery = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        delivery ??= RecordDelivery.Events;
        _content = delivery.IsRaw ? new RecordContent() : null;
        if (files.FirstOrDefault(file => delivery.IsRaw ? file.Index.Format is CsvFormat : file.Index.Format is RawCsvFormat)
            is { } other)
        {
            throw new ArgumentException($"{other.Name} was indexed for another form of records.", nameof(files));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _files = files;
        _cursors = files.Select((file, number) => new FileCursor(number, file)).ToArray();
        _pipeline = new ChunkPipeline(files, rules, threads, delivery);
        Inputs = _cursors.Select(cursor => cursor.Partition).ToArray();
    }

    public IReadOnlyList<BoundedPartition> Inputs { get; }

    /// <summary>Called on the engine's thread with each input when it is durable up to its end.</summary>
    public Action<BoundedPartition>? InputFinished { get; init; }

    public Task Finished => _finished.Task;

    /// <summary>Always true: files are not shared.</summary>
    public bool IsMember => true;

    public bool HasMore
    {
        get
        {
            if (_next < _end)
            {
                return true;
            }

            PutDown();
            return Array.Exists(_cursors, cursor => cursor.HasMore);
        }
    }

    public string? ProblemWith(int partition, Position? durable) =>
        FindGap(_files[partition].Identity, BoundsOf(partition), durable);

    public void Start(IReaderListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _pipeline.Start();
        listener.OnAssigned([.. Enumerable.Range(0, _cursors.Length)]);
    }

    public bool TryRead(TimeSpan wait, out SourceRecord record)
    {
        if (_next == _end && !TryTakeMore(wait))
        {
            record = default;
            return false;
        }

        record = _content is null ? _records[_next] : Fill(_content, _next);
        _next++;
        return true;
    }

    public bool TrySeek(int partition, Position position)
    {
        FileCursor cursor = _cursors[partition];
        PutDown();
        cursor.SeekTo(position);
        _pipeline.Restart(partition, cursor.Next);
        NoticeEnd(cursor);
        return true;
    }

    public void Pause(IReadOnlyCollection<int> partitions) => SetPaused(partitions, isPaused: true);

    public void Resume(IReadOnlyCollection<int> partitions) => SetPaused(partitions, isPaused: false);

    public void ReportDurable(int partition, Position next)
    {
        FileCursor cursor = _cursors[partition];
        cursor.ReportDurable(next);
        NoticeEnd(cursor);
    }

    public Position? EndOf(int partition) => _cursors[partition].Partition.End;

    public Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken) =>
        Task.FromResult(BoundsOf(partition));

    public string? FindGap(SourcePartition partition, LogBounds bounds, Position? next)
    {
        ArgumentNullException.ThrowIfNull(partition);
        if (next is not { } position || bounds.Holds(position))
        {
            return null;
        }

        string name = _files.FirstOrDefault(file => file.Identity == partition)?.Name ?? partition.Source;
        return $"{partition}: {name} has {bounds.End} records, but {position} of the input '{partition.Source}' are durable, " +
            "so it is not the same input. Give it another name (--source).";
    }

    public Task<bool> IsReachableAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public void Close() => PutDown();

    public void Dispose() => _pipeline.Dispose();

    private SourceRecord Fill(RecordContent content, int place)
    {
        (int start, int length) = _slot!.Records.Places[place];
        content.Use(_slot.Content.Slice(start, length));
        content.Timestamp = _records[place].Recorded;
        content.Fields = _files[_current!.Number].Index.Format.Fields;
        return _records[place] with { Content = content };
    }

    private LogBounds BoundsOf(int partition) => new(Position.Zero, Position.FromOffset(_files[partition].Records));

    private bool TryTakeMore(TimeSpan wait)
    {
        PutDown();
        long completed = _pipeline.Completed;
        if (TryPickUp())
        {
            return true;
        }

        if (wait > TimeSpan.Zero)
        {
            _pipeline.WaitForMore(completed, wait);
            return TryPickUp();
        }

        return false;
    }

    // Round-robin, so that no file waits for another.
    private bool TryPickUp()
    {
        for (int i = 0; i < _cursors.Length; i++)
        {
            _turn = (_turn + 1) % _cursors.Length;
            FileCursor cursor = _cursors[_turn];
            if (cursor.Allowed > 0 && _pipeline.Ready(_turn) is { } slot)
            {
                if (slot.Error is { } error)
                {
                    ExceptionDispatchInfo.Throw(error);
                }

                _current = cursor;
                _records = slot.Records.Items;
                _slot = slot;
                _next = (int)(cursor.Next - slot.Chunk.FirstRecord);
                _end = _next + (int)Math.Min(slot.Records.Count - _next, cursor.Allowed);
                return true;
            }
        }

        return false;
    }

    /// <summary>Records what was delivered of the current chunk, and releases the chunk if it was read completely.</summary>
    private void PutDown()
    {
        if (_current is not { } cursor)
        {
            return;
        }

        ChunkSlot slot = _pipeline.Ready(cursor.Number)!;
        cursor.Deliver(slot.Chunk.FirstRecord + _next);
        if (_next == slot.Records.Count)
        {
            _pipeline.Release(cursor.Number);
        }

        _current = null;
        _next = 0;
        _end = 0;
    }

    private void SetPaused(IReadOnlyCollection<int> partitions, bool isPaused)
    {
        PutDown();
        foreach (int partition in partitions)
        {
            _cursors[partition].IsPaused = isPaused;
        }
    }

    private void NoticeEnd(FileCursor cursor)
    {
        if (cursor.Partition.IsFinished && !cursor.IsDone)
        {
            cursor.IsDone = true;
            InputFinished?.Invoke(cursor.Partition);
            _pipeline.Finish(cursor.Number);
            if (Array.TrueForAll(_cursors, other => other.IsDone))
            {
                _finished.TrySetResult();
            }
        }
    }
}
