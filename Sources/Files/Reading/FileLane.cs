using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Index;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>
/// The chunks of one file in their order: taken by workers at one end, by the engine at the other. Guarded by the
/// lock of its <see cref="ChunkPipeline"/>, save <see cref="Load"/>.
/// </summary>
internal sealed class FileLane(IndexedFile file, int number) : IDisposable
{
    private readonly Queue<ChunkSlot> _slots = new();
    private readonly Lock _opening = new();
    private IFileContent? _content;
    private int _nextChunk = file.Index.Chunks.Count;
    private bool _isLoading;

    internal IndexedFile File => file;

    internal int Number => number;

    /// <summary>Whether chunks are on their way, or left to be taken.</summary>
    internal bool IsActive => _slots.Count > 0 || HasChunkLeft;

    /// <summary>The chunk whose turn it is with the engine; null where no worker has taken it yet.</summary>
    internal ChunkSlot? Head => _slots.TryPeek(out ChunkSlot? head) ? head : null;

    private bool HasChunkLeft => _nextChunk < file.Index.Chunks.Count;

    /// <summary>How many chunks are between the workers and the engine.</summary>
    internal int Slots => _slots.Count;

    /// <summary>Begins again at the chunk that holds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="free">Where chunks go that no worker is at; the others follow when it is done.</param>
    internal void Restart(long record, Stack<ChunkSlot> free)
    {
        while (_slots.TryDequeue(out ChunkSlot? slot))
        {
            slot.IsAbandoned = true;
            if (slot.IsReady)
            {
                free.Push(slot);
            }
        }

        _nextChunk = file.Index.FindChunk(record);
    }

    /// <summary>Whether a worker may take the next chunk.</summary>
    internal bool HasRoom(int maxSlots) => HasChunkLeft && !_isLoading && _slots.Count < maxSlots;

    /// <summary>A worker takes the next chunk.</summary>
    internal void Take(ChunkSlot slot)
    {
        slot.Use(file.Index.Chunks[_nextChunk++]);
        _slots.Enqueue(slot);
        _isLoading = file.IsSequential;
    }

    /// <summary>Reads the chunk's bytes. Called without the lock.</summary>
    /// <exception cref="InputFileException">The file cannot be read, or is another one than it was.</exception>
    internal void Load(ChunkSlot slot)
    {
        Chunk chunk = slot.Chunk;
        IFileContent content = OpenOnce();
        int length = 0;
        while (length < chunk.Length)
        {
            int read = content.Read(chunk.Offset + length, slot.Bytes[length..]);
            if (read == 0)
            {
                throw new InputFileException($"{file.Name} ends at byte {chunk.Offset + length}, and was longer before. Start again with the file complete.");
            }

            length += read;
        }
    }

    /// <summary>The worker has read its chunk, or failed to.</summary>
    internal void Loaded() => _isLoading = false;

    /// <summary>The engine is done with the chunk at the head.</summary>
    internal ChunkSlot RemoveHead() => _slots.Dequeue();

    public void Dispose()
    {
        lock (_opening)
        {
            _content?.Dispose();
            _content = null;
        }
    }

    private IFileContent OpenOnce()
    {
        lock (_opening)
        {
            return _content ??= file.OpenContent();
        }
    }
}
