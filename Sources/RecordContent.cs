namespace PathwayOrleans.Sources;

/// <summary>
/// The bytes of a record, and what the broker knows about it. A reader fills one instance again and again, so that reading
/// allocates nothing: it is valid until the next call of the reader. <see cref="Keep"/> makes a copy that stays.
/// </summary>
public sealed class RecordContent
{
    // Larger buffers are not kept for the next record.
    private const int LargestBuffer = 1024 * 1024;

    private byte[] _bytes = [];
    private byte[] _key = [];

    /// <summary>The bytes; empty for a tombstone.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>When the source stored the record, milliseconds since the epoch, as it says; null if it does not say.</summary>
    public long? Timestamp { get; internal set; }

    /// <summary>Whether it has a key.</summary>
    public bool HasKey { get; private set; }

    /// <summary>The key; empty without one.</summary>
    public ReadOnlyMemory<byte> Key { get; private set; }

    /// <summary>The values of the last headers of the names that are delivered; without a value, null.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; internal set; } = [];

    /// <summary>
    /// The names of the fields in <see cref="Bytes"/>, if the source says them once for many records, as the header of a file
    /// does; null otherwise. The records share the list, which never changes.
    /// </summary>
    public IReadOnlyList<string>? Fields { get; internal set; }

    /// <summary>The approximate memory of what it refers to.</summary>
    public int Size => Bytes.Length + Key.Length + Headers.Sum(header => header.Value?.Length ?? 0);

    /// <summary>Whether it is a copy that stays valid.</summary>
    public bool IsKept { get; private init; }

    /// <summary>A copy that stays valid; the instance itself if it is one.</summary>
    public RecordContent Keep() => IsKept
        ? this
        : new RecordContent
        {
            Bytes = Bytes.ToArray(),
            Timestamp = Timestamp,
            HasKey = HasKey,
            Key = Key.ToArray(),
            Headers = Headers,
            Fields = Fields,
            IsKept = true,
        };

    /// <summary>Creates a content that stays valid.</summary>
    public static RecordContent Of(
        ReadOnlyMemory<byte> bytes,
        long? timestamp,
        ReadOnlyMemory<byte>? key,
        IReadOnlyList<KeyValuePair<string, byte[]?>> headers,
        IReadOnlyList<string>? fields = null) => new()
        {
            Bytes = bytes,
            Timestamp = timestamp,
            HasKey = key is not null,
            Key = key ?? default,
            Headers = headers,
            Fields = fields,
            IsKept = true,
        };

    /// <summary>The value of the last header of a name; null if there is none, or it is not delivered.</summary>
    public byte[]? FindHeader(string name)
    {
        foreach ((string header, byte[]? value) in Headers)
        {
            if (header == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Sets the bytes without copying them.</summary>
    internal void Use(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>Copies the bytes.</summary>
    internal void Copy(ReadOnlySpan<byte> bytes) => Bytes = Copy(bytes, ref _bytes);

    /// <summary>Copies the key.</summary>
    internal void CopyKey(ReadOnlySpan<byte> key, bool isNull)
    {
        HasKey = !isNull;
        Key = Copy(key, ref _key);
    }

    private static ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes, ref byte[] buffer)
    {
        if (bytes.Length > LargestBuffer)
        {
            return bytes.ToArray();
        }

        if (buffer.Length < bytes.Length)
        {
            buffer = new byte[Math.Max(bytes.Length, Math.Min(2 * buffer.Length, LargestBuffer))];
        }

        bytes.CopyTo(buffer);
        return buffer.AsMemory(0, bytes.Length);
    }
}
