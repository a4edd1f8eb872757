using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Index;

namespace PathwayOrleans.Sources.Files;

/// <summary>
/// The first pass over the input of a run. A file is identified by the SHA-256 of its uncompressed content, so it is the
/// same input under any name and compression.
/// </summary>
/// <param name="chunkBytes">The approximate number of bytes that are parsed at a time.</param>
/// <param name="delivery">The form in which records will be delivered; null for events.</param>
public sealed class FileInputs(int chunkBytes = FileInputs.DefaultChunkBytes, RecordDelivery? delivery = null)
{
    private const int DefaultChunkBytes = 256 * 1024;

    /// <summary>The prefix of the identities of files.</summary>
    internal const string NamePrefix = "file:";

    private const string ContentPrefix = SourceNumber.PrefixOfInputsWithEnd;

    private readonly FileIndexer _indexer = new(chunkBytes, delivery ?? RecordDelivery.Events);

    private long _bytes;

    /// <summary>Bytes of content read so far. Thread-safe.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Reads files, several at a time. Files of the same content are one input, under the name of the first.</summary>
    /// <exception cref="InputFileException">A file cannot be read, or has another format or header.</exception>
    public async Task<IReadOnlyList<IndexedFile>> IndexAsync(IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var indexed = new IndexedFile[files.Count];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, files.Count, parallel, (i, token) =>
        {
            indexed[i] = Index(files[i], token);
            return ValueTask.CompletedTask;
        });
        return indexed.DistinctBy(file => file.Identity).ToArray();
    }

    /// <summary>
    /// Reads a stream, such as standard input, to its end. Its content is not known beforehand, so its identity is a name.
    /// </summary>
    /// <param name="stream">The stream; gzip is detected.</param>
    /// <param name="source">
    /// The name under which its record numbers are kept. It may be used again only for the same records, or with more
    /// records at the end.
    /// </param>
    /// <param name="format">How its records are written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InputFileException">It cannot be read, or is not in this format.</exception>
    public async Task<IndexedFile> IndexAsync(
        Stream stream, string source, InputFormat format, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        const string Name = "standard input";
        IFileContent content = await Spool.FillAsync(stream, Name, OnRead, cancellationToken);
        try
        {
            var file = new InputFile(Name, format, IsCompressed: false);
            FileIndex index = _indexer.Index(file, content, _ => { }, cancellationToken);
            return new IndexedFile(Name, SourcePartition.Of(source, 0), index, content, () => content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Whether a source is identified by its content, whose end is known, and not by a name.</summary>
    public static bool IsContent(SourcePartition identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return SourceNumber.HasEnd(identity);
    }

    private IndexedFile Index(InputFile file, CancellationToken cancellationToken)
    {
        using IFileContent content = FileContents.Open(file, expected: null, out FileStamp stamp);
        FileIndex index = _indexer.Index(file, content, OnRead, cancellationToken);
        var identity = SourcePartition.Of(ContentPrefix + index.ContentHash, 0);
        return new IndexedFile(file.Path, identity, index, content, () => FileContents.Open(file, stamp, out _));
    }

    private void OnRead(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
