using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Index;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>
/// The queue of one file's chunks, in order: workers append to it, and the engine reads its head. Guarded by the lock of
/// its <see cref="ChunkPipeline"/>, except <see cref="Load"/>.
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

    /// <summary>Whether there are chunks in the queue, or left to be read.</summary>
    internal bool IsActive => _slots.Count > 0 || HasChunkLeft;

    /// <summary>The chunk that the engine reads next; null if no worker has taken it yet.</summary>
    internal ChunkSlot? Head => _slots.TryPeek(out ChunkSlot? head) ? head : null;

    private bool HasChunkLeft => _nextChunk < file.Index.Chunks.Count;

    /// <summary>How many chunks are in the queue.</summary>
    internal int Slots => _slots.Count;

    /// <summary>Continues at the chunk that holds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="free">Receives the chunks that no worker processes now; the others follow later.</param>
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

    /// <summary>Appends the next chunk, which a worker is about to read.</summary>
    internal void Take(ChunkSlot slot)
    {
        slot.Use(file.Index.Chunks[_nextChunk++]);
        _slots.Enqueue(slot);
        _isLoading = file.IsSequential;
    }

    /// <summary>Reads the chunk's bytes. Called without the lock.</summary>
    /// <exception cref="InputFileException">The file cannot be read, or has changed.</exception>
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
                throw new InputFileException(
                    $"{file.Name} ends at byte {chunk.Offset + length}, and was longer before. Start again when it is complete.");
            }

            length += read;
        }
    }

    /// <summary>The worker has read its chunk, or has failed.</summary>
    internal void Loaded() => _isLoading = false;

    /// <summary>Removes the chunk at the head, which the engine has read.</summary>
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
