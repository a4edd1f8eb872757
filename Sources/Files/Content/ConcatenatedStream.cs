namespace PathwayOrleans.Sources.Files.Content;

/// <summary>Reads one stream after another, and does not close them.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : ReadOnlyStream
{
    private bool _isFirstRead;

    public override int Read(Span<byte> buffer)
    {
        if (!_isFirstRead)
        {
            int read = first.Read(buffer);
            if (read > 0 || buffer.IsEmpty)
            {
                return read;
            }

            _isFirstRead = true;
        }

        return second.Read(buffer);
    }
}
