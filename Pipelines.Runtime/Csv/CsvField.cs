namespace PathwayOrleans.Pipelines.Runtime.Csv;

/// <summary>Where a field stands in the bytes of a record.</summary>
/// <param name="Start">The index of the first byte of its content, without a quote.</param>
/// <param name="Length">The number of bytes of its content; quotes inside are still doubled.</param>
/// <param name="IsQuoted">Whether it is in quotes.</param>
/// <param name="HasDoubledQuotes">Whether it has quotes inside.</param>
internal readonly record struct CsvField(int Start, int Length, bool IsQuoted, bool HasDoubledQuotes)
{
    /// <summary>Writes the content with single quotes.</summary>
    /// <param name="content">The content in the record.</param>
    /// <param name="target">Receives it; it may be the same memory.</param>
    /// <returns>The number of bytes written.</returns>
    internal static int Unquote(ReadOnlySpan<byte> content, Span<byte> target)
    {
        int length = 0;
        while (true)
        {
            int quote = content.IndexOf((byte)'"');
            if (quote < 0)
            {
                content.CopyTo(target[length..]);
                return length + content.Length;
            }

            content[..(quote + 1)].CopyTo(target[length..]);
            length += quote + 1;
            content = content[(quote + 2)..];
        }
    }
}
