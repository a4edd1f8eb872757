using PathwayOrleans.Sources.Files.Index;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>A chunk between the file and the engine. Its memory is reused for other chunks.</summary>
internal sealed class ChunkSlot
{
    private byte[] _bytes = [];

    internal Chunk Chunk { get; private set; }

    internal RecordBatch Records { get; } = new();

    /// <summary>Whether <see cref="Records"/> or <see cref="Error"/> is set.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Whether it is no longer needed because the file was sought to another record.</summary>
    internal bool IsAbandoned { get; set; }

    /// <summary>Why there are no records.</summary>
    internal Exception? Error { get; set; }

    /// <summary>Its bytes, until it is released.</summary>
    internal ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, Chunk.Length);

    internal Span<byte> Bytes => _bytes.AsSpan(0, Chunk.Length);

    internal void Use(Chunk chunk)
    {
        Chunk = chunk;
        IsReady = false;
        IsAbandoned = false;
        Error = null;
        Records.Reset(chunk.Records);
        if (_bytes.Length < chunk.Length)
        {
            _bytes = new byte[chunk.Length];
        }
    }
}
