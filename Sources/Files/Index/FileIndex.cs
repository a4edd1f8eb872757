using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Index;

/// <summary>The result of the first pass over a file.</summary>
/// <param name="ContentHash">SHA-256 of the content, lower-case hex.</param>
/// <param name="Format">How it is divided into records.</param>
/// <param name="Chunks">All records, in order.</param>
internal sealed record FileIndex(string ContentHash, RecordFormat Format, IReadOnlyList<Chunk> Chunks)
{
    internal long Records => Chunks.Count == 0 ? 0 : Chunks[^1].FirstRecord + Chunks[^1].Records;

    /// <summary>The index of the chunk that holds a record; the number of chunks if none holds it.</summary>
    internal int FindChunk(long record)
    {
        int low = 0;
        int high = Chunks.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Chunks[middle].FirstRecord + Chunks[middle].Records <= record)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
