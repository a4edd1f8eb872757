using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Sources.Files.Content;

/// <summary>
/// Copies a stream to a temporary file, so that it can be read at any offset and more than once. The file is deleted when
/// this process ends, even if it is killed.
/// </summary>
internal static class Spool
{
    private const int BufferSize = 1024 * 1024;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    /// <summary>Reads the stream to its end.</summary>
    /// <param name="stream">The stream; gzip is detected.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="onRead">Called with the number of bytes read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InputFileException">It cannot be read or copied.</exception>
    internal static async Task<IFileContent> FillAsync(
        Stream stream, string name, Action<long> onRead, CancellationToken cancellationToken)
    {
        SafeFileHandle file = CreateFile();
        try
        {
            byte[] buffer = new byte[BufferSize];
            int read = await RunAsync(
                () => stream.ReadAtLeast(buffer, GzipMagic.Length, throwOnEndOfStream: false), cancellationToken);
            var whole = new ConcatenatedStream(new MemoryStream(buffer[..read]), stream);
            using SealedGzip? gzip = buffer.AsSpan(0, read).StartsWith(GzipMagic) ? new SealedGzip(whole) : null;
            long length = 0;
            while ((read = await RunAsync(() => gzip?.Read(buffer) ?? whole.Read(buffer), cancellationToken)) > 0)
            {
                RandomAccess.Write(file, buffer.AsSpan(0, read), length);
                length += read;
                onRead(read);
            }

            return new PlainContent(file, FileStamp.Of(file), name);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            file.Dispose();
            throw new InputFileException($"{name} cannot be copied to {Path.GetTempPath()}: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // A read of standard input cannot be cancelled, so a cancelled call stops waiting for it.
    private static Task<int> RunAsync(Func<int> read, CancellationToken cancellationToken) =>
        Task.Run(read, CancellationToken.None).WaitAsync(cancellationToken);

    private static SafeFileHandle CreateFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"pathway-batch-{Guid.NewGuid():n}");
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // A file without a name is removed with the process even if it is killed.
            File.Delete(path);
        }

        return file;
    }
}
