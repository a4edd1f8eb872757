namespace PathwayOrleans.Sources;

/// <summary>
/// A configured source: a log of ordered partitions whose records can be read again from any position that it still
/// holds. A connector implements it. Thread-safe.
/// </summary>
public interface ISource
{
    /// <summary>The log's own name, for instance the topic.</summary>
    string Name { get; }

    /// <summary>The term for it in log lines and errors, for instance <c>Kafka topic 'events' at localhost:9092</c>.</summary>
    string Description { get; }

    /// <summary>What an operator can do if the source does not exist, as a sentence with the keys concerned.</summary>
    string CreationAdvice { get; }

    /// <summary>The identity of the log that the source names now.</summary>
    /// <returns>Null while the source does not exist. A configured identity is returned in any case.</returns>
    /// <exception cref="SourceUnavailableException">The source did not answer; a later call may succeed.</exception>
    /// <exception cref="InvalidOperationException">The source has no identity; the message says what to configure.</exception>
    Task<ISourceIdentity?> IdentifyAsync(CancellationToken cancellationToken);

    /// <summary>How many partitions it has.</summary>
    /// <returns>Null while the source does not exist.</returns>
    /// <exception cref="SourceUnavailableException">The source did not answer; a later call may succeed.</exception>
    Task<int?> CountPartitionsAsync(CancellationToken cancellationToken);

    /// <summary>A reader whose partitions are shared with the other processes of the service.</summary>
    /// <exception cref="InvalidOperationException">A setting of the source is refused; the message names it.</exception>
    IPartitionedReader CreateSharedReader();

    /// <summary>A reader whose partitions are added and removed by its owner.</summary>
    /// <exception cref="InvalidOperationException">A setting of the source is refused; the message names it.</exception>
    IAssignedReader CreateAssignedReader();

    /// <summary>A reader of a part of the log, or of everything that it holds now.</summary>
    /// <param name="source">The name under which positions are kept: <see cref="ISourceIdentity.Name"/>.</param>
    /// <param name="range">The part of the log.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SourceUnavailableException">The source did not answer; a later call may succeed.</exception>
    /// <exception cref="InvalidOperationException">The source does not exist.</exception>
    Task<IBoundedReader> OpenRangeAsync(string source, TimeRange range, CancellationToken cancellationToken);

    /// <summary>The position that the next record of each partition will get, for lag reports.</summary>
    /// <param name="timeout">How long the whole call may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SourceUnavailableException">The source did not answer in time, or does not exist.</exception>
    /// <exception cref="InvalidOperationException">The source has no identity, or a setting is refused.</exception>
    Task<LogEnds> FindEndsAsync(TimeSpan timeout, CancellationToken cancellationToken);
}
