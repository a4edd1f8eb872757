using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

/// <summary>Drives a reader whose partitions the test assigns.</summary>
internal sealed class AssignedReaderDriver(
    KafkaForTests kafka, Action<KafkaOptions>? configure = null, TimeProvider? time = null)
    : ReaderDriverBase<KafkaAssignedReader>(
        log => new KafkaAssignedReader(ReaderDriver.OptionsFor(kafka, configure), new EventRules(EventLimits.MinTime), log)
        {
            Time = time ?? TimeProvider.System,
        });
