using PathwayOrleans.Sources.Files.Content;

namespace PathwayOrleans.Sources.Files.Index;

/// <summary>Goes through a file's content once, a window of it in memory.</summary>
/// <param name="content">The content.</param>
/// <param name="onRead">Hears of all bytes, in order, once each.</param>
internal sealed class ContentWindow(IFileContent content, Action<ReadOnlyMemory<byte>> onRead)
{
    private const int ReadSize = 1024 * 1024;

    private byte[] _buffer = new byte[2 * ReadSize];
    private int _start;
    private int _end;

    /// <summary>Whether nothing follows what is in the window.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>Where the window begins in the content.</summary>
    internal long Offset { get; private set; }

    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Moves the window's beginning on.</summary>
    internal void Skip(int bytes)
    {
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>Lets more of the content into the window.</summary>
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
