using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Producer.Load;

/// <summary>Produces a load to a topic. One thread produces; everything else may be read from any thread.</summary>
public interface ITopicLoad : IDisposable
{
    /// <summary>The number of partitions of the topic.</summary>
    int Partitions { get; }

    /// <summary>The number of acknowledged messages.</summary>
    long Acknowledged { get; }

    /// <summary>The number of acknowledged messages without an offset, so that the end of the log is not known.</summary>
    long Unplaced { get; }

    /// <summary>For each partition the offset after the last acknowledged message; 0 if there is none.</summary>
    long[] Ends();

    /// <summary>For each partition the offset of the first acknowledged message; -1 if there is none.</summary>
    long[] Starts();

    /// <summary>Produces the next messages on the calling thread; returns when they are acknowledged.</summary>
    /// <param name="count">How many; fewer if the load ends.</param>
    /// <param name="cancellationToken">Stops producing.</param>
    /// <exception cref="ProduceFailedException">A message failed with a non-transient error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Run(long count, CancellationToken cancellationToken);
}
