using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>How the content of one file falls into records, and what they mean.</summary>
internal abstract class RecordFormat
{
    /// <summary>The longest record that is read; a longer one means that this is no such file.</summary>
    internal const int MaxRecordBytes = 16 * 1024 * 1024;

    /// <summary>Counts the whole records at the beginning of some bytes. Empty lines are no records.</summary>
    /// <param name="bytes">From the beginning of a record on.</param>
    /// <param name="isEnd">Whether the content ends with them: what is left without a line end is a record, too.</param>
    /// <param name="length">How many bytes they take, line ends included.</param>
    internal abstract int Count(ReadOnlySpan<byte> bytes, bool isEnd, out int length);

    /// <summary>A parser of its own for each thread.</summary>
    internal abstract RecordParser CreateParser(UserIdPool userIds);
}
