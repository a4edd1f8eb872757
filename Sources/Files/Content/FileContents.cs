using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

internal static class FileContents
{
    /// <summary>Opens a file's content.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">Its stamp when it was indexed; null if it is opened for the first time.</param>
    /// <param name="stamp">Its stamp now.</param>
    /// <exception cref="InputFileException">It cannot be opened, or has changed since.</exception>
    internal static IFileContent Open(InputFile file, FileStamp? expected, out FileStamp stamp)
    {
        try
        {
            SafeFileHandle handle = File.OpenHandle(file.Path);
            try
            {
                expected?.Check(handle, file.Path);
                stamp = FileStamp.Of(handle);
                return file.IsCompressed ? new GzipContent(handle, stamp, file.Path) : new PlainContent(handle, stamp, file.Path);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException and not InputFileException or UnauthorizedAccessException)
        {
            throw new InputFileException($"{file.Path} cannot be read: {e.Message}", e);
        }
    }
}
