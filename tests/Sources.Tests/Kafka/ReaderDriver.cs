using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

/// <summary>Drives a member of a consumer group.</summary>
internal sealed class ReaderDriver(KafkaForTests kafka, Action<KafkaOptions>? configure = null)
    : ReaderDriverBase<KafkaGroupReader>(
        log => new KafkaGroupReader(OptionsFor(kafka, configure), new EventRules(EventLimits.MinTime), log))
{
    internal static KafkaOptions OptionsFor(KafkaForTests kafka, Action<KafkaOptions>? configure = null)
    {
        var options =
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic, GroupId = kafka.GroupId };

        // The embedded broker answers an idle fetch only after this time.
        options.Client["fetch.wait.max.ms"] = "20";

        // A rebalance begins with a heartbeat.
        options.Client["heartbeat.interval.ms"] = "200";
        options.Client["session.timeout.ms"] = "6000";
        configure?.Invoke(options);
        return options;
    }
}
