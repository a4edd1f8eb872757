using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Demo;

/// <summary>The topic on the user's broker.</summary>
internal static class DemoTopic
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Creates the topic if it does not exist, and waits until it is usable.</summary>
    /// <exception cref="CommandFailedException">The broker does not respond, or refuses.</exception>
    internal static async Task EnsureAsync(
        KafkaOptions options, int partitions, Action<string> log, CancellationToken cancellationToken)
    {
        using IAdminClient admin = new AdminClientBuilder(KafkaClientSettings.Admin(options))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        if (await FindAsync(admin, options, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            // -1: the broker's default replication factor.
            var topic = new TopicSpecification { Name = options.Topic, NumPartitions = partitions, ReplicationFactor = -1 };
            await admin.CreateTopicsAsync(
                [topic], new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience })
                .WaitAsync(cancellationToken);
        }
        catch (CreateTopicsException e) when (e.Results[0].Error.Code != ErrorCode.TopicAlreadyExists)
        {
            throw new CommandFailedException(
                $"The topic '{options.Topic}' does not exist at {options.BootstrapServers} and could not be created " +
                $"({e.Results[0].Error.Reason}). Create it with {partitions} partitions, or name another one with " +
                "Pathway__Kafka__Topic.",
                e);
        }

        while (await FindAsync(admin, options, cancellationToken) is not { } created
            || created.Partitions.Exists(partition => partition.Leader < 0))
        {
            await Task.Delay(PollInterval, cancellationToken);
        }

        log($"created topic {options.Topic} with {partitions} partitions at {options.BootstrapServers}");
    }

    private static Task<TopicMetadata?> FindAsync(
        IAdminClient admin, KafkaOptions options, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                // Metadata of all topics: a request for one topic would create it on brokers with auto.create.topics.enable.
                return admin.GetMetadata(
                    Patience).Topics.Find(topic => topic.Topic == options.Topic && topic.Partitions.Count > 0);
            }
            catch (KafkaException e)
            {
                throw new CommandFailedException(
                    $"No broker at {options.BootstrapServers} responded within {Patience.TotalSeconds:0} s ({e.Error.Reason}). " +
                    "Check --brokers and that Kafka runs there.",
                    e);
            }
        },
        cancellationToken).WaitAsync(cancellationToken);
}
