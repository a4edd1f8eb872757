using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

/// <summary>Drives a reader of ranges like an engine, on the test's thread.</summary>
internal sealed class RangeDriver : IReaderListener, IDisposable
{
    internal const string Source = "test";

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    internal RangeDriver(KafkaForTests kafka, params (long From, long To)[] ranges)
    {
        Reader = new KafkaRangeReader(
            ReaderDriver.OptionsFor(kafka),
            new EventRules(EventLimits.MinTime),
            Source,
            [.. ranges.Select((range, partition) => new KafkaRange(
                partition,
                Position.FromOffset(range.From),
                Position.FromOffset(range.To),
                new LogBounds(Position.Zero, Position.FromOffset(1_000_000))))],
            NullLoggerFactory.Instance);
        Reader.Start(this);
    }

    internal KafkaRangeReader Reader { get; }

    internal List<int> Assigned { get; } = [];

    internal List<SourceRecord> Records { get; } = [];

    internal IEnumerable<long> OffsetsOf(int partition) =>
        Records.Where(record => record.Partition == partition).Select(record => record.Position.ToOffset());

    internal void ReadUntil(Func<bool> done, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(
                waited.Elapsed < Patience,
                $"Read {Patience} without success for: {what}. Got " +
                $"{string.Join(' ', Records.Select(r => $"{r.Partition}@{r.Position}"))}");
            if (Reader.TryRead(Wait, out SourceRecord record))
            {
                Records.Add(record);
            }
        }
    }

    internal void Seek(int partition, long offset) =>
        ReadUntil(() => Reader.TrySeek(partition, Position.FromOffset(offset)), $"seeking {partition} to {offset}");

    internal void Durable(int partition, long next) => Reader.ReportDurable(partition, Position.FromOffset(next));

    public void OnAssigned(IReadOnlyList<int> partitions) => Assigned.AddRange(partitions);

    public void OnRevoked(IReadOnlyList<int> partitions) => Assert.Fail("No group has a say.");

    public void OnLost(IReadOnlyList<int> partitions) => Assert.Fail("No group has a say.");

    public void OnPositionLost(int partition, string error) => Assert.Fail(error);

    public void Dispose()
    {
        Reader.Close();
        Reader.Dispose();
    }
}
