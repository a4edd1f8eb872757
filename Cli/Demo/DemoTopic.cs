using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Cli.Demo;

/// <summary>The topic on a user's own broker.</summary>
internal static class DemoTopic
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Creates the topic where it does not exist, and waits until it can be used.</summary>
    /// <exception cref="CommandFailedException">The broker does not answer, or refuses.</exception>
    internal static async Task EnsureAsync(KafkaOptions options, int partitions, Action<string> say, CancellationToken cancellationToken)
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
            // The broker's own default replication: a cluster knows how many copies it wants.
            var topic = new TopicSpecification { Name = options.Topic, NumPartitions = partitions, ReplicationFactor = -1 };
            await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience })
                .WaitAsync(cancellationToken);
        }
        catch (CreateTopicsException e) when (e.Results[0].Error.Code != ErrorCode.TopicAlreadyExists)
        {
            throw new CommandFailedException(
                $"There is no topic '{options.Topic}' at {options.BootstrapServers}, and it could not be created ({e.Results[0].Error.Reason}). " +
                $"Create it with {partitions} partitions, or name another one with Pathway__Kafka__Topic.",
                e);
        }

        while (await FindAsync(admin, options, cancellationToken) is not { } created || created.Partitions.Exists(partition => partition.Leader < 0))
        {
            await Task.Delay(PollInterval, cancellationToken);
        }

        say($"created topic {options.Topic} with {partitions} partitions at {options.BootstrapServers}");
    }

    private static Task<TopicMetadata?> FindAsync(IAdminClient admin, KafkaOptions options, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                // All topics: asking for one by name would make brokers that create topics by themselves create it.
                return admin.GetMetadata(Patience).Topics.Find(topic => topic.Topic == options.Topic && topic.Partitions.Count > 0);
            }
            catch (KafkaException e)
            {
                throw new CommandFailedException(
                    $"No broker at {options.BootstrapServers} answered within {Patience.TotalSeconds:0} s ({e.Error.Reason}). " +
                    "Check --brokers and that Kafka runs there.",
                    e);
            }
        },
        cancellationToken).WaitAsync(cancellationToken);
}
