namespace PathwayOrleans.Sources.Files.Content;

/// <summary>The content of a file, which may be compressed there.</summary>
internal interface IFileContent : IDisposable
{
    /// <summary>Whether it is quickly read in the order of its bytes only, and by one thread at a time.</summary>
    bool IsSequential { get; }

    /// <summary>Reads bytes from a place on.</summary>
    /// <returns>How many; 0 at the end only.</returns>
    /// <exception cref="InputFileException">The file cannot be read, is damaged, or is another one than it was.</exception>
    int Read(long offset, Span<byte> into);
}
