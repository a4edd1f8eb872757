using System.IO.Compression;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>
/// Decompresses gzip and notices where it was cut off, which <see cref="GZipStream"/> takes for the end: a gzip member
/// of our own follows the file's last one, and only behind a whole one is it found again.
/// </summary>
internal sealed class SealedGzip(Stream compressed) : IDisposable
{
    private static readonly byte[] Mark = "pathway: nothing was cut off"u8.ToArray();
    private static readonly byte[] Seal = Compress(Mark);

    private readonly GZipStream _stream = new(new ConcatenatedStream(compressed, new MemoryStream(Seal)), CompressionMode.Decompress);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Reads what comes next.</summary>
    /// <returns>How many bytes; 0 at the end only.</returns>
    /// <exception cref="InvalidDataException">This is no gzip, or it is damaged or cut off.</exception>
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
                : throw new InvalidDataException("It is cut off, or something else follows it.");
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
