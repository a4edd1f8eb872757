using PathwayOrleans.Sources.Files.Index;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>A chunk on its way from the file to the engine. Its memory is used again for another chunk.</summary>
internal sealed class ChunkSlot
{
    private byte[] _bytes = [];

    internal Chunk Chunk { get; private set; }

    internal RecordBatch Records { get; } = new();

    /// <summary>Whether <see cref="Records"/>, or <see cref="Error"/>, is there.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Nobody waits for it any more: its file was taken back.</summary>
    internal bool IsAbandoned { get; set; }

    /// <summary>Why there are no records.</summary>
    internal Exception? Error { get; set; }

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
