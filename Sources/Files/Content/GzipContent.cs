using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>The content of a gzip file. Going back means beginning again.</summary>
internal sealed class GzipContent(SafeFileHandle file, FileStamp stamp, string name) : IFileContent
{
    private readonly byte[] _skipped = new byte[64 * 1024];
    private Stream? _stream;
    private long _position;

    public bool IsSequential => true;

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            GoTo(offset);
            int read = _stream!.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
            _position += read;
            stamp.Check(file, name);
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new InputFileException($"{name} is no whole gzip file: {e.Message} Get it again, or check it with `gzip -t`.", e);
        }
        catch (Exception e) when (e is IOException and not InputFileException or UnauthorizedAccessException)
        {
            throw new InputFileException($"{name} cannot be read: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        file.Dispose();
    }

    private void GoTo(long offset)
    {
        if (_stream is null || offset < _position)
        {
            _stream?.Dispose();
            _stream = new GZipStream(new HandleStream(file), CompressionMode.Decompress);
            _position = 0;
        }

        while (_position < offset)
        {
            int read = _stream.Read(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, offset - _position)));
            if (read == 0)
            {
                return;
            }

            _position += read;
        }
    }

    /// <summary>Reads a file from its beginning without owning its handle.</summary>
    private sealed class HandleStream(SafeFileHandle file) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int read = RandomAccess.Read(file, buffer, _at);
            _at += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
