using PathwayOrleans.Sources.Bounded;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>How far a run is, for any thread to look at.</summary>
public sealed class BatchProgress
{
    private volatile FileInputs? _files;
    private volatile IReadOnlyList<BoundedPartition>? _inputs;

    /// <summary>Bytes of input looked through before anything is counted; null where that is over, or not needed.</summary>
    public long? BytesRead => _inputs is null ? _files?.Bytes : null;

    /// <summary>Records handed to the engine by this run.</summary>
    public long Records => _inputs?.Sum(input => input.Delivered) ?? 0;

    /// <summary>Records that this run has to read; null where nobody knows yet, or positions are all that is known.</summary>
    public long? Total => _inputs?.Sum(input => input.Expected);

    internal void Indexing(FileInputs files) => _files = files;

    internal void Reading(IReadOnlyList<BoundedPartition> inputs) => _inputs = inputs;
}
