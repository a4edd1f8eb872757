using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Sources.Tests.Conformance;

public sealed class FileSourceConformanceTests : SourceConformanceTests<FileFixture>;

public sealed class FileReaderConformanceTests : ReaderConformanceTests<FileFixture>;

/// <summary>A file for each partition.</summary>
public sealed class FileFixture : SourceFixture
{
    private readonly FolderForTests _folder = new();
    private List<byte[]>[] _records = [];
    private readonly DateTime _written = DateTime.UnixEpoch.AddYears(50);
    private int _incarnation;

    public override string GapRemedy => "--source";

    public override string? Missing(Feature feature) => feature switch
    {
        Feature.Growth => "a file that is written to while it is read is an error.",
        Feature.Retention => "a file without its first records is another file, with another identity.",
        Feature.Source or Feature.Sharing or Feature.Assignment or Feature.TimeIndex =>
            "files have no ISource, no group, no owner of partitions and no timestamps; `batch --file` reads them " +
            "as a whole.",
        _ => null,
    };

    public override Task AppendAsync(int partition, IEnumerable<byte[]> payloads, DateTimeOffset? timestamp = null)
    {
        _records[partition].AddRange(payloads);
        return Task.CompletedTask;
    }

    public override async Task<IPartitionedReader> OpenAsync() =>
        new FileReader(await IndexAsync(), new EventRules(EventLimits.MinTime), threads: 3);

    public override async Task<string> IdentifyAsync() => (await IndexAsync())[0].Identity.Source;

    public override Task RecreateAsync()
    {
        _incarnation++;
        return CreateLogAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task CreateLogAsync()
    {
        _records = [.. Enumerable.Range(0, Partitions).Select(_ => new List<byte[]>())];
        return Task.CompletedTask;
    }

    private Task<IReadOnlyList<IndexedFile>> IndexAsync() => new FileInputs().IndexAsync(
        [.. _records.Select((records, partition) => InputFile.Named(Write(partition, records)))], CancellationToken.None);

    // Each reader finds the same file.
    private string Write(int partition, List<byte[]> records)
    {
        string path = _folder.Write($"{partition}.ndjson", Content(partition, records));
        File.SetLastWriteTimeUtc(path, _written);
        return path;
    }

    // Empty lines are not records. They make the content of empty partitions distinct; otherwise two of them would be the same
    // input, and incarnations could not differ.
    private byte[] Content(int partition, List<byte[]> records) =>
    [
        .. Enumerable.Repeat((byte)'\n', partition + (_incarnation * Partitions)),
        .. records.SelectMany(record => record.Append((byte)'\n')),
    ];
}
