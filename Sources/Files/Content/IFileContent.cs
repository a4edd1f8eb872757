namespace PathwayOrleans.Sources.Files.Content;

/// <summary>The uncompressed content of a file.</summary>
internal interface IFileContent : IDisposable
{
    /// <summary>Whether it is not thread-safe, and fast only if read from start to end.</summary>
    bool IsSequential { get; }

    /// <summary>When it was last written, milliseconds since the epoch.</summary>
    long WrittenAt { get; }

    /// <summary>Reads bytes from an offset on.</summary>
    /// <returns>The number of bytes; 0 only at the end.</returns>
    /// <exception cref="InputFileException">The file cannot be read, is damaged, or has changed.</exception>
    int Read(long offset, Span<byte> into);
}
