using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>How the content of one file is divided into records, and how these are parsed.</summary>
internal abstract class RecordFormat
{
    /// <summary>The longest record that is read; a longer one means that the file has another format.</summary>
    internal const int MaxRecordBytes = 16 * 1024 * 1024;

    /// <summary>The names of the fields of records whose bytes are delivered; null if the file does not say them.</summary>
    internal virtual IReadOnlyList<string>? Fields => null;

    /// <summary>Counts the complete records at the start of some bytes. Empty lines are not records.</summary>
    /// <param name="bytes">From the start of a record.</param>
    /// <param name="isEnd">Whether the content ends with them: a last line without a line end is a record then.</param>
    /// <param name="length">The number of bytes of these records, including line ends.</param>
    internal abstract int Count(ReadOnlySpan<byte> bytes, bool isEnd, out int length);

    /// <summary>Creates a parser; each thread needs its own.</summary>
    internal abstract RecordParser CreateParser(UserIdPool userIds, EventRules rules);
}
