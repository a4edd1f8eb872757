using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads those partitions of a topic that its owner gives it; no consumer group has a say. The listener hears of
/// lost positions only. Durable positions are still committed to the group, for lag tools: a group with live
/// members of its own refuses them, which is logged once and otherwise harmless.
/// </summary>
/// <exception cref="InvalidOperationException">librdkafka refuses a property; the message names it.</exception>
public sealed class KafkaAssignedReader(KafkaOptions options, ILogger<KafkaAssignedReader> logger)
    : KafkaReader(options, KafkaClientSettings.AssignedConsumer(options), logger)
{
    private readonly string _group = options.GroupId;
    private readonly ILogger _logger = logger;
    private readonly HashSet<int> _partitions = [];
    private bool _isRefused;

    /// <summary>Always true: there is no group to join.</summary>
    public override bool IsMember => true;

    /// <summary>
    /// Called while reading when a partition was read to its end, with the end, where <c>enable.partition.eof</c> asks
    /// for it.
    /// </summary>
    public Action<int, long>? EndReached { get; init; }

    /// <summary>Takes a partition up. Its records come from this position on; <see cref="KafkaReader.TrySeek"/> moves it later.</summary>
    /// <exception cref="InvalidOperationException">The reader has this partition already, or has not been started.</exception>
    public void Add(int partition, Position start)
    {
        _ = Listener;
        if (_partitions.Contains(partition))
        {
            throw new InvalidOperationException($"Partition {partition} has been added already; seek it, or remove it first.");
        }

        // An error of its last time here may have come late.
        Forget([partition]);
        Consumer.IncrementalAssign([On(partition, start)]);
        _partitions.Add(partition);
        SetPositioned(partition);
    }

    /// <summary>Gives a partition up, also one that is not there: nothing of it comes any more.</summary>
    public void Remove(int partition)
    {
        if (_partitions.Remove(partition))
        {
            Forget([partition]);
            Consumer.IncrementalUnassign([On(partition)]);
        }
    }

    private protected override void OnEnd(int partition, long offset) => EndReached?.Invoke(partition, offset);

    private protected override void AddHandlers(ConsumerBuilder<Ignore, ParsedMessage> builder) =>
        builder.SetOffsetsCommittedHandler((_, committed) => OnCommitted(committed));

    // The client tries again with every interval, so only a change is worth a word.
    private void OnCommitted(CommittedOffsets committed)
    {
        if (committed.Error.Code == ErrorCode.Local_NoOffset)
        {
            // There was nothing to commit.
            return;
        }

        Error? error = committed.Error.IsError ? committed.Error : committed.Offsets.Select(o => o.Error).FirstOrDefault(e => e.IsError);
        if (error is not null && !_isRefused)
        {
            _logger.GroupRefusesOffsets(_group, error.Reason);
        }
        else if (error is null && _isRefused)
        {
            _logger.GroupTakesOffsets(_group);
        }

        _isRefused = error is not null;
    }
}
