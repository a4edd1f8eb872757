using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Index;

namespace PathwayOrleans.Sources.Files;

/// <summary>
/// The first pass over the input of a run: what each file is, and where its records are. A file is known by the
/// SHA-256 of its content, uncompressed: under whatever name and however packed it comes again, it is the same input.
/// </summary>
/// <param name="chunkBytes">About how many bytes are parsed at a time.</param>
public sealed class FileInputs(int chunkBytes = FileInputs.DefaultChunkBytes)
{
    private const int DefaultChunkBytes = 256 * 1024;
    private const string ContentPrefix = "file:sha256:";

    private long _bytes;

    /// <summary>Bytes of content read so far. Any thread.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Reads files, several at once. A content that comes more than once counts once, under its first name.</summary>
    /// <exception cref="InputFileException">One of them cannot be read, or is not what its name says.</exception>
    public async Task<IReadOnlyList<IndexedFile>> IndexAsync(IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var indexed = new IndexedFile[files.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, files.Count, parallel, (i, token) =>
        {
            indexed[i] = Index(files[i], token);
            return ValueTask.CompletedTask;
        });
        return indexed.DistinctBy(file => file.Identity).ToArray();
    }

    /// <summary>Reads a stream, such as standard input, to its end. It has no content that is known beforehand, so it has a name.</summary>
    /// <param name="stream">The stream; gzip is recognised.</param>
    /// <param name="source">The name under which its record numbers are kept: to be given again with the same records only, or with more at the end.</param>
    /// <param name="format">How its records are written.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InputFileException">It cannot be read, or is not in this format.</exception>
    public async Task<IndexedFile> IndexAsync(Stream stream, string source, InputFormat format, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        const string Name = "standard input";
        IFileContent content = await Spool.FillAsync(stream, Name, OnRead, cancellationToken);
        try
        {
            FileIndex index = new FileIndexer(chunkBytes).Index(new InputFile(Name, format, IsCompressed: false), content, _ => { }, cancellationToken);
            return new IndexedFile(Name, SourcePartition.Of(source, 0), index, content.IsSequential, () => content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Whether a source is a content, whose end is known, rather than a name.</summary>
    public static bool IsContent(SourcePartition identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Source.StartsWith(ContentPrefix, StringComparison.Ordinal);
    }

    private IndexedFile Index(InputFile file, CancellationToken cancellationToken)
    {
        using IFileContent content = FileContents.Open(file, expected: null, out FileStamp stamp);
        FileIndex index = new FileIndexer(chunkBytes).Index(file, content, OnRead, cancellationToken);
        return new IndexedFile(
            file.Path, SourcePartition.Of(ContentPrefix + index.ContentHash, 0), index, content.IsSequential, () => FileContents.Open(file, stamp, out _));
    }

    private void OnRead(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
