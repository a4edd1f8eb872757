using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Finds out how many partitions the topic has; each is a stream and a queue of its own.</summary>
internal sealed class SourcePartitions(IOptions<KafkaOptions> options, TimeProvider time, ILogger<SourcePartitions> logger)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>The number, once the topic exists and the brokers answer.</summary>
    internal async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        using var inspector = KafkaTopicInspector.Create(options.Value);
        while (true)
        {
            try
            {
                if (await inspector.CountPartitionsAsync(cancellationToken) is { } count)
                {
                    return count;
                }

                logger.WaitingForTopic(options.Value.Topic);
            }
            catch (SourceUnavailableException e)
            {
                logger.SourceUnavailable(e.Message);
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }
}
