using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Hosting;

/// <summary>Finds out which log the configured topic is, and watches that it stays the same.</summary>
public sealed class SourceIdentityResolver(
    IOptions<KafkaOptions> options, StateReader states, DatabaseRetry retry, TimeProvider time, ILogger<SourceIdentityResolver> logger)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>The source's name, once the topic exists and the brokers answer.</summary>
    /// <exception cref="InvalidOperationException">The topic was recreated, or its brokers tell no identity.</exception>
    public async Task<string> ResolveAsync(CancellationToken cancellationToken)
    {
        if (options.Value.SourceName is { Length: > 0 } configured)
        {
            return configured;
        }

        using var inspector = KafkaTopicInspector.Create(options.Value);
        KafkaSourceIdentity identity = await IdentifyAsync(inspector, cancellationToken);
        IReadOnlyList<string> known = await retry.RunAsync(
            "looking for earlier topics", token => states.FindSourcesAsync(identity.TopicPrefix, token), cancellationToken);
        return identity.RecreatedSince(known, options.Value.AcceptTopicId) is { } problem
            ? throw new InvalidOperationException(problem)
            : identity.SourceName;
    }

    /// <summary>Returns what to tell the operator when the topic is no longer the one that <paramref name="source"/> names.</summary>
    public async Task<string> WatchAsync(string source, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(options.Value.SourceName))
        {
            // The operator vouches for the name.
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        using var inspector = KafkaTopicInspector.Create(options.Value);
        while (true)
        {
            await Task.Delay(WatchInterval, time, cancellationToken);
            KafkaSourceIdentity identity = await IdentifyAsync(inspector, cancellationToken);
            if (identity.RecreatedSince([source], acceptedTopicId: null) is { } problem)
            {
                return problem;
            }
        }
    }

    /// <summary>How many partitions the topic has, once it exists and the brokers answer.</summary>
    public async Task<int> CountPartitionsAsync(CancellationToken cancellationToken)
    {
        using var inspector = KafkaTopicInspector.Create(options.Value);
        return (await AskAsync(inspector.CountPartitionsAsync, cancellationToken))!.Value;
    }

    private async Task<KafkaSourceIdentity> IdentifyAsync(KafkaTopicInspector inspector, CancellationToken cancellationToken) =>
        (await AskAsync(inspector.IdentifyAsync, cancellationToken))!;

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await ask(cancellationToken) is { } answer)
                {
                    return answer;
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
