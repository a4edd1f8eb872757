using PathwayOrleans.Sources.Files.Content;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>Counts the lines of a file's content up to its records.</summary>
/// <param name="content">The content.</param>
internal sealed class LineCounter(IFileContent content)
{
    private readonly byte[] _skipped = new byte[64 * 1024];

    /// <summary>The line of the place that was reached, from 1.</summary>
    internal long Line { get; private set; } = 1;

    /// <summary>Counts the line ends of some bytes.</summary>
    internal void Add(ReadOnlySpan<byte> bytes) => Line += bytes.Count((byte)'\n');

    /// <summary>Counts the line ends of a part of the content without records: the header, and empty lines.</summary>
    internal void Skip(long from, long to)
    {
        while (from < to)
        {
            int read = content.Read(from, _skipped.AsSpan(0, (int)Math.Min(_skipped.Length, to - from)));
            if (read == 0)
            {
                return;
            }

            Add(_skipped.AsSpan(0, read));
            from += read;
        }
    }
}
