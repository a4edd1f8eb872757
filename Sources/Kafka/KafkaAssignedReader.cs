using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads those partitions of a topic that its owner adds, without joining a consumer group. Durable positions are
/// committed to the group all the same, for lag tools. A group with live members rejects these commits, which is logged
/// once and has no other effect.
/// </summary>
/// <exception cref="InvalidOperationException">librdkafka rejects a property; the message names it.</exception>
internal sealed class KafkaAssignedReader(
    KafkaOptions options, EventRules rules, ILogger<KafkaAssignedReader> logger, RecordDelivery? delivery = null)
    : KafkaReader(options, rules, delivery ?? RecordDelivery.Events, KafkaClientSettings.AssignedConsumer(options), logger),
        IAssignedReader
{
    private readonly string _group = options.GroupId;
    private readonly ILogger _logger = logger;
    private readonly HashSet<int> _partitions = [];
    private bool _isRejected;

    /// <summary>Always true: there is no group to join.</summary>
    public override bool IsMember => true;

    public void Add(int partition, Position start)
    {
        _ = Listener;
        if (_partitions.Contains(partition))
        {
            throw new InvalidOperationException($"Partition {partition} has been added already; seek it, or remove it first.");
        }

        // An error from an earlier assignment of this partition may have arrived late.
        StopTracking([partition]);
        Consumer.IncrementalAssign([On(partition, start)]);
        _partitions.Add(partition);
        SetPositioned(partition, start);
    }

    public void Remove(int partition)
    {
        if (_partitions.Remove(partition))
        {
            StopTracking([partition]);
            Consumer.IncrementalUnassign([On(partition)]);
        }
    }

    private protected override void AddHandlers(ConsumerBuilder<Ignore, ParsedMessage> builder) =>
        builder.SetOffsetsCommittedHandler((_, committed) => OnCommitted(committed));

    // The client retries at every commit interval, so only a change is logged.
    private void OnCommitted(CommittedOffsets committed)
    {
        if (committed.Error.Code == ErrorCode.Local_NoOffset)
        {
            // There was nothing to commit.
            return;
        }

        Error? error = committed.Error.IsError
            ? committed.Error
            : committed.Offsets.Select(o => o.Error).FirstOrDefault(e => e.IsError);
        if (error is not null && !_isRejected)
        {
            _logger.OffsetCommitRejected(_group, error.Reason);
        }
        else if (error is null && _isRejected)
        {
            _logger.OffsetCommitAccepted(_group);
        }

        _isRejected = error is not null;
    }
}
