using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Index;
using PathwayOrleans.Sources.Files.Reading;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files;

/// <summary>A file after the first pass over it.</summary>
public sealed class IndexedFile
{
    private readonly Func<IFileContent> _open;

    internal IndexedFile(string name, SourcePartition identity, FileIndex index, IFileContent content, Func<IFileContent> open)
    {
        Name = name;
        Identity = identity;
        Index = index;
        IsSequential = content.IsSequential;
        WrittenAt = EventLimits.IsPlausible(content.WrittenAt) ? content.WrittenAt : null;
        _open = open;
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>The identity to which its record numbers belong.</summary>
    public SourcePartition Identity { get; }

    /// <summary>How many records it holds.</summary>
    public long Records => Index.Records;

    internal FileIndex Index { get; }

    /// <summary>Whether its content is read by one thread at a time.</summary>
    internal bool IsSequential { get; }

    /// <summary>When it was last written, milliseconds since the epoch; null if its modification time is not plausible.</summary>
    internal long? WrittenAt { get; }

    /// <summary>Reads the bytes of its records in order. It must be CSV that was indexed for raw records.</summary>
    /// <exception cref="InputFileException">The file cannot be read, or has changed.</exception>
    public IEnumerable<FileRecord> ReadRecords()
    {
        if (Index.Format is not RawCsvFormat)
        {
            throw new InvalidOperationException($"{Name} was not indexed as CSV for raw records.");
        }

        return ReadAll();

        IEnumerable<FileRecord> ReadAll()
        {
            using IFileContent content = OpenContent();
            foreach (FileRecord record in new FileRecords(this, content).Read())
            {
                yield return record;
            }
        }
    }

    /// <summary>Opens the content that was indexed.</summary>
    /// <exception cref="InputFileException">It is missing, or has changed.</exception>
    internal IFileContent OpenContent() => _open();
}
