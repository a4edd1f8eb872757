using System.IO.Compression;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>
/// Decompresses gzip and detects truncated input, which <see cref="GZipStream"/> treats as the end. A gzip member with a
/// known content is appended to the input; it is decompressed only if the input before it is complete.
/// </summary>
internal sealed class SealedGzip(Stream compressed) : IDisposable
{
    private static readonly byte[] Mark = "pathway: nothing was cut off"u8.ToArray();
    private static readonly byte[] Seal = Compress(Mark);

    private readonly GZipStream _stream =
        new(new ConcatenatedStream(compressed, new MemoryStream(Seal)), CompressionMode.Decompress);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Reads the next bytes.</summary>
    /// <returns>The number of bytes; 0 only at the end.</returns>
    /// <exception cref="InvalidDataException">The input is not gzip, damaged or truncated.</exception>
    internal int Read(Span<byte> into)
    {
        while (_end - _start <= Mark.Length && !_isAtEnd)
        {
            Fill();
        }

        int length = Math.Min(into.Length, _end - _start - Mark.Length);
        if (length <= 0)
        {
            return _buffer.AsSpan(_start, _end - _start).SequenceEqual(Mark)
                ? 0
                : throw new InvalidDataException("It is truncated, or followed by other data.");
        }

        _buffer.AsSpan(_start, length).CopyTo(into);
        _start += length;
        return length;
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }

    private static byte[] Compress(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }
}
