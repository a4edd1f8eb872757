using System.Diagnostics;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Sources.Tests.Files;

/// <summary>Drives a reader of files like an engine, on the test's thread.</summary>
internal sealed class FileDriver : IReaderListener, IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly List<int> _assigned = [];

    internal FileDriver(IReadOnlyList<IndexedFile> files, int threads = 3, RecordDelivery? delivery = null)
    {
        Files = files;
        Reader = new FileReader(files, new EventRules(EventLimits.MinTime), threads, delivery);
        Reader.Start(this);
        Assert.Equal(Enumerable.Range(0, files.Count), _assigned);
    }

    internal IReadOnlyList<IndexedFile> Files { get; }

    internal FileReader Reader { get; }

    internal List<SourceRecord> Records { get; } = [];

    /// <summary>Makes the first pass over files.</summary>
    internal static Task<IReadOnlyList<IndexedFile>> IndexAsync(int chunkBytes, params IEnumerable<string> paths) =>
        new FileInputs(chunkBytes).IndexAsync([.. paths.Select(path => InputFile.Named(path))], CancellationToken.None);

    /// <inheritdoc cref="IndexAsync(int, IEnumerable{string})"/>
    internal static Task<IReadOnlyList<IndexedFile>> IndexAsync(RecordDelivery delivery, int chunkBytes, params string[] paths) =>
        new FileInputs(chunkBytes, delivery).IndexAsync(
            [.. paths.Select(path => InputFile.Named(path))], CancellationToken.None);

    /// <summary>All records of one file, as text.</summary>
    internal static async Task<string[]> ReadAllAsync(string path, int chunkBytes, long from = 0)
    {
        using var driver = new FileDriver(await IndexAsync(chunkBytes, path));
        driver.Seek(0, from);
        driver.ReadUntil(driver.Files[0].Records - from);
        Assert.False(driver.Reader.TryRead(TimeSpan.Zero, out _));
        return [.. driver.Records.Select(Text)];
    }

    internal static string Text(SourceRecord record) => record.Content is { } content
        ? $"{record.Position}: bytes {Convert.ToHexString(content.Bytes.Span)}"
        : record.Rejection == RejectionReason.None
        ? FormattableString.Invariant($"{record.Position}: {record.Event.UserId} {record.Event.Value:R} {record.Event.Time}")
        : $"{record.Position}: {record.Rejection.Code()} {Convert.ToHexString(record.Raw!)}";

    internal BoundedPartition Of(int partition) => Reader.Inputs[partition];

    internal void Seek(int partition, long record) => Assert.True(Reader.TrySeek(partition, Position.FromOffset(record)));

    /// <summary>Reads a number of further records.</summary>
    internal void ReadUntil(long count)
    {
        var waited = Stopwatch.StartNew();
        long end = Records.Count + count;
        while (Records.Count < end)
        {
            Assert.True(waited.Elapsed < Patience, $"Read {Patience} without success for {end} records; got {Records.Count}.");
            if (Reader.TryRead(Wait, out SourceRecord record))
            {
                Records.Add(record.Keep());
            }
        }
    }

    public void OnAssigned(IReadOnlyList<int> partitions) => _assigned.AddRange(partitions);

    public void OnRevoked(IReadOnlyList<int> partitions) => Assert.Fail("Partitions of files must not be reassigned.");

    public void OnLost(IReadOnlyList<int> partitions) => Assert.Fail("Partitions of files must not be reassigned.");

    public void OnPositionLost(int partition, string error) => Assert.Fail(error);

    public void Dispose()
    {
        Reader.Close();
        Reader.Dispose();
    }
}
