using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>A log of one kind of source, for one test, and one kind of reader of it.</summary>
public abstract class SourceFixture : IAsyncDisposable
{
    /// <summary>The log's partitions, from 0.</summary>
    public int Partitions { get; private set; }

    /// <summary>The texts that the error for positions beyond the end must contain, so that an operator can act on it.</summary>
    public abstract string GapRemedy { get; }

    /// <summary>Why a feature is missing; null if it is available.</summary>
    public abstract string? Missing(Feature feature);

    /// <summary>Creates an empty log.</summary>
    public Task CreateAsync(int partitions)
    {
        Partitions = partitions;
        return CreateLogAsync();
    }

    /// <summary>Appends records. Returns when the source has stored them.</summary>
    public abstract Task AppendAsync(int partition, IEnumerable<byte[]> payloads, DateTimeOffset? timestamp = null);

    /// <summary>Opens a reader of all partitions with its own client. It is not started.</summary>
    public abstract Task<IPartitionedReader> OpenAsync();

    /// <summary>The name of the log's identity, read with a separate client.</summary>
    public abstract Task<string> IdentifyAsync();

    /// <summary>Replaces the log by another one of the same name, with other records.</summary>
    public abstract Task RecreateAsync();

    /// <summary>Deletes the records below a position. Requires <see cref="Feature.Retention"/>.</summary>
    public virtual Task DeleteBelowAsync(int partition, Position first) => throw new NotSupportedException();

    /// <summary>The configured source, with its own clients. Requires <see cref="Feature.Source"/>.</summary>
    public virtual ISource CreateSource() => throw new NotSupportedException();

    /// <summary>A source that does not exist. Requires <see cref="Feature.Source"/>.</summary>
    public virtual ISource CreateMissingSource() => throw new NotSupportedException();

    public abstract ValueTask DisposeAsync();

    protected abstract Task CreateLogAsync();
}
