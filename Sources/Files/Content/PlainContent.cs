using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>An uncompressed file. Thread-safe.</summary>
internal sealed class PlainContent(SafeFileHandle file, FileStamp stamp, string name) : IFileContent
{
    public bool IsSequential => false;

    public long WrittenAt => stamp.WrittenAtMilliseconds;

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            int read = RandomAccess.Read(file, into, offset);
            stamp.Check(file, name);
            return read;
        }
        catch (Exception e) when (e is IOException and not InputFileException or UnauthorizedAccessException)
        {
            throw new InputFileException($"{name} cannot be read: {e.Message}", e);
        }
    }

    public void Dispose() => file.Dispose();
}
