using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Users;

/// <summary>The serialized form of a <see cref="RecordContent"/>.</summary>
[GenerateSerializer]
[Alias("pathway.record-content")]
internal struct RecordContentSurrogate
{
    [Id(0)]
    internal byte[] Bytes;

    [Id(1)]
    internal long? Timestamp;

    [Id(2)]
    internal byte[]? Key;

    [Id(3)]
    internal KeyValuePair<string, byte[]?>[] Headers;

    [Id(4)]
    internal IReadOnlyList<string>? Fields;
}

/// <summary>Converts the contents of records to their serialized form and back.</summary>
[RegisterConverter]
internal sealed class RecordContentConverter : IConverter<RecordContent, RecordContentSurrogate>
{
    public RecordContent ConvertFromSurrogate(in RecordContentSurrogate surrogate) =>
        RecordContent.Of(
            surrogate.Bytes,
            surrogate.Timestamp,
            surrogate.Key is { } key ? key : default(ReadOnlyMemory<byte>?),
            surrogate.Headers,
            surrogate.Fields);

    public RecordContentSurrogate ConvertToSurrogate(in RecordContent value) => new()
    {
        Bytes = value.Bytes.ToArray(),
        Timestamp = value.Timestamp,
        Key = value.HasKey ? value.Key.ToArray() : null,
        Headers = [.. value.Headers],
        Fields = value.Fields,
    };
}
