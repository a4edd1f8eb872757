using PathwayOrleans.Sources.Files.Content;

namespace PathwayOrleans.Sources.Files.Index;

/// <summary>Reads a file's content once, with a part of it in memory.</summary>
/// <param name="content">The content.</param>
/// <param name="onRead">Called with all bytes, in order, once each.</param>
internal sealed class ContentWindow(IFileContent content, Action<ReadOnlyMemory<byte>> onRead)
{
    private const int ReadSize = 1024 * 1024;

    private byte[] _buffer = new byte[2 * ReadSize];
    private int _start;
    private int _end;

    /// <summary>Whether the window extends to the end of the content.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>Where the window begins in the content.</summary>
    internal long Offset { get; private set; }

    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Moves the start of the window forward.</summary>
    internal void Skip(int bytes)
    {
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>Extends the window by the next part of the content.</summary>
    internal void ReadMore()
    {
        if (_start > 0)
        {
            Bytes.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_buffer.Length - _end < ReadSize)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = content.Read(Offset + _end, _buffer.AsSpan(_end, ReadSize));
        onRead(_buffer.AsMemory(_end, read));
        _end += read;
        IsAtEnd = read == 0;
    }
}
