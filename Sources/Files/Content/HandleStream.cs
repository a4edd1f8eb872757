using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>Reads a file from its start. It does not own the handle.</summary>
internal sealed class HandleStream(SafeFileHandle file) : ReadOnlyStream
{
    private long _at;

    public override int Read(Span<byte> buffer)
    {
        int read = RandomAccess.Read(file, buffer, _at);
        _at += read;
        return read;
    }
}
