using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

/// <summary>
/// Does with a reader what an engine does, on the test's thread: seeks every partition that comes to where
/// <see cref="StartAt"/> says, reads, and notes what it hears.
/// </summary>
internal sealed class ReaderDriver : IReaderListener, IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly HashSet<int> _toSeek = [];
    private bool _closed;

    internal ReaderDriver(KafkaForTests kafka, Action<KafkaOptions>? configure = null)
    {
        Reader = new KafkaGroupReader(OptionsFor(kafka, configure), Log);
        Reader.Start(this);
    }

    internal KafkaGroupReader Reader { get; }

    internal LogCapture<KafkaGroupReader> Log { get; } = new();

    /// <summary>Where a partition begins when it comes; null leaves it unpositioned.</summary>
    internal Func<int, Position?> StartAt { get; set; } = _ => Position.Zero;

    internal HashSet<int> Assigned { get; } = [];

    internal List<int> Revoked { get; } = [];

    internal List<(int Partition, string Error)> Lost { get; } = [];

    internal List<SourceRecord> Records { get; } = [];

    internal IEnumerable<SourceRecord> Of(int partition) => Records.Where(record => record.Partition == partition);

    internal static KafkaOptions OptionsFor(KafkaForTests kafka, Action<KafkaOptions>? configure = null)
    {
        var options = new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic, GroupId = kafka.GroupId };

        // The embedded broker answers an idle fetch only after this.
        options.Client["fetch.wait.max.ms"] = "20";

        // A rebalance begins with a heartbeat.
        options.Client["heartbeat.interval.ms"] = "200";
        options.Client["session.timeout.ms"] = "6000";
        configure?.Invoke(options);
        return options;
    }

    /// <summary>Reads, with the others if there are any, until the condition holds.</summary>
    internal void ReadUntil(Func<bool> done, string what, params ReaderDriver[] others)
    {
        var waited = Stopwatch.StartNew();
        while (!done())
        {
            if (waited.Elapsed > Patience)
            {
                Assert.Fail($"Read {Patience} in vain for: {what}. {this}");
            }

            ReadOnce();
            foreach (ReaderDriver other in others)
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

    /// <summary>Seeks a partition that is assigned; reads on until the reader is ready for it.</summary>
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
