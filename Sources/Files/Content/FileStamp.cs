using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>Length and modification time of a file when it was opened.</summary>
internal readonly record struct FileStamp(long Length, DateTime WrittenAt)
{
    /// <summary>Milliseconds since the epoch.</summary>
    internal long WrittenAtMilliseconds => new DateTimeOffset(WrittenAt, TimeSpan.Zero).ToUnixTimeMilliseconds();

    internal static FileStamp Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <exception cref="InputFileException">The file has changed since.</exception>
    internal void Check(SafeFileHandle file, string name)
    {
        if (Of(file) != this)
        {
            throw new InputFileException(
                $"{name} was written to while it was read, so it is no longer the input whose records were counted. " +
                "Start again when it is complete.");
        }
    }
}
