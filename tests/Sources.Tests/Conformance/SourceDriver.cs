using System.Diagnostics;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>
/// Drives a reader like an engine, on the test's thread: positions every partition, reads, and records the calls of the
/// listener.
/// </summary>
internal sealed class SourceDriver : IReaderListener, IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HashSet<int> _toSeek = [];
    private bool _isClosed;

    /// <param name="reader">The reader; the driver disposes of it.</param>
    /// <param name="partitions">The number of partitions of the log.</param>
    /// <param name="startAt">See <see cref="StartAt"/>.</param>
    internal SourceDriver(IPartitionedReader reader, int partitions, Func<int, Position?>? startAt = null)
    {
        Reader = reader;
        StartAt = startAt ?? (partition => Bounds(partition).Low);
        reader.Start(this);
        if (reader is IAssignedReader assigned)
        {
            for (int partition = 0; partition < partitions; partition++)
            {
                if (StartAt(partition) is { } start)
                {
                    assigned.Add(partition, start);
                }
            }
        }
    }

    internal IPartitionedReader Reader { get; }

    /// <summary>Where a partition starts when it is assigned; null leaves it unpositioned. By default, the log's start.</summary>
    internal Func<int, Position?> StartAt { get; set; }

    /// <summary>
    /// Whether every record is immediately reported as durable. After a seek back, a bounded reader limits how far it reads
    /// ahead of the durable position.
    /// </summary>
    internal bool ReportsDurable { get; set; }

    internal HashSet<int> Assigned { get; } = [];

    internal List<int> Revoked { get; } = [];

    internal List<(int Partition, string Error)> Lost { get; } = [];

    internal List<SourceRecord> Records { get; } = [];

    internal SourceRecord[] Of(int partition) => [.. Records.Where(record => record.Partition == partition)];

    internal Position[] PositionsOf(int partition) => [.. Of(partition).Select(record => record.Position)];

    internal SourcePartition IdentityOf(int partition) =>
        Reader is IBoundedReader bounded ? bounded.Inputs[partition].Identity : SourcePartition.Of("conformance", partition);

    internal LogBounds Bounds(int partition) =>
        Reader.QueryBoundsAsync(partition, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Reads, in turn with other drivers if there are any, until the condition holds.</summary>
    internal void ReadUntil(Func<bool> done, string what, params SourceDriver[] others)
    {
        var waited = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(waited.Elapsed < Limit, $"Read {Limit} without success for: {what}. {this}");
            ReadOnce();
            foreach (SourceDriver other in others)
            {
                other.ReadOnce();
            }
        }
    }

    internal void ReadOnce()
    {
        foreach (int partition in _toSeek.ToArray())
        {
            if (StartAt(partition) is { } start && Reader.TrySeek(partition, start))
            {
                _toSeek.Remove(partition);
            }
        }

        if (Reader.TryRead(Wait, out SourceRecord record))
        {
            Records.Add(record);
            if (ReportsDurable)
            {
                Reader.ReportDurable(record.Partition, record.Position.Next);
            }
        }
    }

    /// <summary>Seeks a partition. Reads on until the reader is ready for it.</summary>
    internal void Seek(int partition, Position position)
    {
        _toSeek.Remove(partition);
        if (Reader is IAssignedReader assigned && !Reader.TrySeek(partition, position))
        {
            assigned.Add(partition, position);
            return;
        }

        ReadUntil(() => Reader.TrySeek(partition, position), $"seeking {partition} to {position}");
    }

    public void OnAssigned(IReadOnlyList<int> partitions)
    {
        Assigned.UnionWith(partitions);
        _toSeek.UnionWith(partitions);
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
        _isClosed = true;
        Reader.Close();
    }

    public override string ToString() =>
        $"Assigned {string.Join(' ', Assigned.Order())}; to seek {string.Join(' ', _toSeek.Order())}; " +
        $"lost {string.Join(' ', Lost)}; read " +
        string.Join(' ', Records.CountBy(record => record.Partition).Select(pair => $"{pair.Key}:{pair.Value}"));

    public void Dispose()
    {
        if (!_isClosed)
        {
            Close();
        }

        Reader.Dispose();
    }
}
