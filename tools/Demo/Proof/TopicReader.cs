using Confluent.Kafka;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Demo.Proof;

/// <summary>
/// Reads a topic from its beginning while it is written, as the embedded broker does not keep all records, and hands the records
/// to the proof. It is no member of the consumer group of the workers.
/// </summary>
internal sealed class TopicReader : IAsyncDisposable
{
    private const int BatchRecords = 2_000;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Func<IReadOnlyCollection<LoggedRecord>, CancellationToken, Task> _onRecords;
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _next;
    private readonly Task _reading;
    private long _records;

    private TopicReader(
        KafkaOptions kafka, int partitions, Func<IReadOnlyCollection<LoggedRecord>, CancellationToken, Task> onRecords)
    {
        _onRecords = onRecords;
        _next = new long[partitions];
        _reading = Task.Run(() => ReadAsync(kafka));
    }

    /// <summary>Starts reading.</summary>
    /// <param name="kafka">Brokers and topic.</param>
    /// <param name="partitions">The number of partitions.</param>
    /// <param name="onRecords">Called with records, one call at a time.</param>
    internal static TopicReader Start(
        KafkaOptions kafka, int partitions, Func<IReadOnlyCollection<LoggedRecord>, CancellationToken, Task> onRecords) =>
        new(kafka, partitions, onRecords);

    /// <summary>
    /// The offset after the last record that was handed over. After a failure no record is needed; <see cref="FinishAsync"/>
    /// throws it.
    /// </summary>
    internal long Next(int partition) => _reading.IsFaulted ? long.MaxValue : Volatile.Read(ref _next[partition]);

    /// <summary>Reads up to the end of each partition and ends.</summary>
    /// <returns>The number of records.</returns>
    internal async Task<long> FinishAsync(long[] ends, CancellationToken cancellationToken)
    {
        while (!_reading.IsCompleted && ends.Index().Any(end => Next(end.Index) < end.Item))
        {
            await Task.Delay(PollInterval, cancellationToken);
        }

        await _stop.CancelAsync();
        await _reading;
        return _records;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(KafkaOptions kafka)
    {
        var config = new ConsumerConfig(KafkaClientSettings.Consumer(kafka))
        {
            GroupId = "demo-proof",
            EnableAutoCommit = false,
        };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        consumer.Assign(_next.Select((_, partition) => new TopicPartitionOffset(kafka.Topic, partition, Offset.Beginning)));
        var batch = new List<LoggedRecord>();
        while (!_stop.IsCancellationRequested)
        {
            batch.Clear();
            while (batch.Count < BatchRecords && consumer.Consume(batch.Count == 0 ? Wait : TimeSpan.Zero) is { } result)
            {
                if (!result.IsPartitionEOF)
                {
                    batch.Add(new LoggedRecord(
                        result.Partition.Value, result.Offset.Value, result.Message.Timestamp.UnixTimestampMs,
                        result.Message.Key, result.Message.Value));
                }
            }

            if (batch.Count > 0)
            {
                // Not cancelled in between: the connection is used further.
                await _onRecords(batch, CancellationToken.None);
                _records += batch.Count;
                foreach (LoggedRecord record in batch)
                {
                    Volatile.Write(ref _next[record.Partition], record.Offset + 1);
                }
            }
        }
    }
}
