using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>What a file was like when it was opened.</summary>
internal readonly record struct FileStamp(long Length, DateTime WrittenAt)
{
    internal static FileStamp Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <exception cref="InputFileException">It has been written to since.</exception>
    internal void Check(SafeFileHandle file, string name)
    {
        if (Of(file) != this)
        {
            throw new InputFileException(
                $"{name} was written to while it was read, so it is no longer the input whose records were counted. Let it be finished first, and start again.");
        }
    }
}
