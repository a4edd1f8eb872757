using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

/// <summary>
/// Drives a reader like an engine, on the test's thread: seeks every assigned partition to the position from
/// <see cref="StartAt"/>, reads, and records the calls of the listener.
/// </summary>
internal abstract class ReaderDriverBase<TReader> : IReaderListener, IDisposable
    where TReader : IPartitionedReader
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly HashSet<int> _toSeek = [];
    private bool _closed;

    protected ReaderDriverBase(Func<LogCapture<TReader>, TReader> create)
    {
        Reader = create(Log);
        Reader.Start(this);
    }

    internal TReader Reader { get; }

    internal LogCapture<TReader> Log { get; } = new();

    /// <summary>The start position of an assigned partition; null leaves it unpositioned.</summary>
    internal Func<int, Position?> StartAt { get; set; } = _ => Position.Zero;

    internal HashSet<int> Assigned { get; } = [];

    internal List<int> Revoked { get; } = [];

    internal List<(int Partition, string Error)> Lost { get; } = [];

    internal List<SourceRecord> Records { get; } = [];

    internal IEnumerable<SourceRecord> Of(int partition) => Records.Where(record => record.Partition == partition);

    /// <summary>Reads, alternating with other drivers if there are any, until the condition holds.</summary>
    internal void ReadUntil(Func<bool> done, string what, params ReaderDriverBase<TReader>[] others)
    {
        var waited = Stopwatch.StartNew();
        while (!done())
        {
            if (waited.Elapsed > Patience)
            {
                Assert.Fail($"Read {Patience} without success for: {what}. {this}");
            }

            ReadOnce();
            foreach (ReaderDriverBase<TReader> other in others)
            {
                other.ReadOnce();
            }
        }
    }

    internal void ReadOnce()
    {
        foreach (int partition in _toSeek.ToArray())
        {
            if (Reader.TrySeek(partition, StartAt(partition)!.Value))
            {
                _toSeek.Remove(partition);
            }
        }

        if (Reader.TryRead(Wait, out SourceRecord record))
        {
            Records.Add(record);
        }
    }

    /// <summary>Seeks an assigned partition. Reads on until the reader is ready for it.</summary>
    internal void Seek(int partition, long offset) =>
        ReadUntil(() => Reader.TrySeek(partition, Position.FromOffset(offset)), $"seeking {partition} to {offset}");

    public void OnAssigned(IReadOnlyList<int> partitions)
    {
        Assigned.UnionWith(partitions);
        _toSeek.UnionWith(partitions.Where(partition => StartAt(partition) is not null));
    }

    public void OnRevoked(IReadOnlyList<int> partitions)
    {
        Revoked.AddRange(partitions);
        Assigned.ExceptWith(partitions);
        _toSeek.ExceptWith(partitions);
    }

    public void OnLost(IReadOnlyList<int> partitions) => OnRevoked(partitions);

    public void OnPositionLost(int partition, string error) => Lost.Add((partition, error));

    internal void Close()
    {
        _closed = true;
        Reader.Close();
    }

    public override string ToString() =>
        $"Assigned {string.Join(' ', Assigned.Order())}; to seek {string.Join(' ', _toSeek.Order())}; read " +
        $"{string.Join(' ', Records.CountBy(record => record.Partition).Select(pair => $"{pair.Key}:{pair.Value}"))}; " +
        $"warnings:\n{string.Join('\n', Log.At(LogLevel.Warning))}";

    public void Dispose()
    {
        if (!_closed)
        {
            Close();
        }

        Reader.Dispose();
    }
}
