using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>The content of a gzip file. A read at a lower offset decompresses from the start again.</summary>
internal sealed class GzipContent(SafeFileHandle file, FileStamp stamp, string name) : IFileContent
{
    private readonly byte[] _skipped = new byte[64 * 1024];
    private SealedGzip? _gzip;
    private long _position;

    public bool IsSequential => true;

    public long WrittenAt => stamp.WrittenAtMilliseconds;

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            GoTo(offset);
            int read = _gzip!.Read(into);
            _position += read;
            stamp.Check(file, name);
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new InputFileException(
                $"{name} is not a complete gzip file: {e.Message} Fetch it again, or check it with `gzip -t`.", e);
        }
        catch (Exception e) when (e is IOException and not InputFileException or UnauthorizedAccessException)
        {
            throw new InputFileException($"{name} cannot be read: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _gzip?.Dispose();
        file.Dispose();
    }

    private void GoTo(long offset)
    {
        if (_gzip is null || offset < _position)
        {
            _gzip?.Dispose();
            _gzip = new SealedGzip(new HandleStream(file));
            _position = 0;
        }

        int read = 1;
        while (_position < offset && read > 0)
        {
            read = _gzip.Read(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, offset - _position)));
            _position += read;
        }
    }
}
