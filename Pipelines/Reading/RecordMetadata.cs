namespace PathwayOrleans.Pipelines.Reading;

/// <summary>What the broker knows about a record.</summary>
internal readonly ref struct RecordMetadata
{
    /// <summary>When the source stored it, milliseconds since the epoch; null if the source does not say.</summary>
    internal long? Timestamp { get; init; }

    internal int Partition { get; init; }

    /// <summary>Its position; null if it does not fit into 64 bits.</summary>
    internal long? Offset { get; init; }

    /// <summary>Whether it has a key.</summary>
    internal bool HasKey { get; init; }

    internal ReadOnlySpan<byte> Key { get; init; }

    internal IRecordHeaders? Headers { get; init; }

    /// <summary>The names of the record's fields, if the source says them; null if the pipeline does.</summary>
    internal IReadOnlyList<string>? Fields { get; init; }
}

/// <summary>The headers of a record.</summary>
internal interface IRecordHeaders
{
    /// <summary>The value of the last header of a name; null if there is none, or it has no value.</summary>
    byte[]? Find(string name);
}
