using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>The progress of a run. Any thread may read it.</summary>
public sealed class BatchProgress
{
    private volatile FileInputs? _files;
    private volatile IReadOnlyList<BoundedPartition>? _inputs;

    /// <summary>Bytes of input that were indexed. Null if indexing has ended or the input needs none.</summary>
    public long? BytesRead => _inputs is null ? _files?.Bytes : null;

    /// <summary>Records that this run has passed to the engine.</summary>
    public long Records => _inputs?.Sum(input => input.Delivered) ?? 0;

    /// <summary>Records that this run has made durable. Null before it reads.</summary>
    public long? Durable => _inputs?.Sum(input => input.DurableRecords);

    /// <summary>Records that this run has to read. Null if it is not known yet, or if the source only has positions.</summary>
    public long? Total => _inputs?.Sum(input => input.Expected);

    internal void Indexing(FileInputs files) => _files = files;

    internal void Reading(IReadOnlyList<BoundedPartition> inputs) => _inputs = inputs;
}
