using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Index;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>Reads the bytes of the records of a file of CSV in order, on the calling thread, with their lines.</summary>
/// <param name="file">The file, indexed for raw records.</param>
/// <param name="content">Its content.</param>
internal sealed class FileRecords(IndexedFile file, IFileContent content)
{
    private readonly LineCounter _lines = new(content);
    private readonly RecordParser _parser = file.Index.Format.CreateParser(new UserIdPool(), new EventRules(EventLimits.MinTime));
    private readonly ChunkSlot _slot = new();

    internal IEnumerable<FileRecord> Read()
    {
        long end = 0;
        foreach (Chunk chunk in file.Index.Chunks)
        {
            _lines.Skip(end, chunk.Offset);
            Load(chunk);
            int counted = 0;
            foreach ((int start, int length) in _slot.Records.Places)
            {
                _lines.Add(_slot.Bytes[counted..start]);
                counted = start;
                yield return new FileRecord(_lines.Line, _slot.Content.Slice(start, length), file.Index.Format.Fields);
            }

            _lines.Add(_slot.Bytes[counted..]);
            end = chunk.Offset + chunk.Length;
        }
    }

    private void Load(Chunk chunk)
    {
        _slot.Use(chunk);
        int length = 0;
        int read;
        while (length < chunk.Length && (read = content.Read(chunk.Offset + length, _slot.Bytes[length..])) > 0)
        {
            length += read;
        }

        _parser.Parse(_slot.Bytes, 0, chunk.FirstRecord, null, _slot.Records);
        if (length < chunk.Length || _slot.Records.Count != chunk.Records)
        {
            throw new InputFileException($"{file.Name} has changed since it was indexed. Start again when it is complete.");
        }
    }
}
