using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Sources.Tests.Files;

public sealed class FileReaderTests : IDisposable
{
    private const int ChunkBytes = 500;

    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task The_same_content_is_the_same_input_under_any_name_and_compression()
    {
        string[] paths =
            [_folder.Write("a.ndjson", Lines("u", 10)), _folder.Write("b.json", Lines("u", 10)), _folder.Write(
                "c.ndjson.gz", Lines("u", 10)), _folder.Write("d.jsonl", Lines("v", 10))];
        IReadOnlyList<IndexedFile> files = await FileDriver.IndexAsync(ChunkBytes, [.. paths, paths[0]]);
        Assert.Equal([paths[0], paths[3]], files.Select(file => file.Name));
        string hash = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Lines("u", 10))));
        Assert.Equal(SourcePartition.Of($"file:sha256:{hash}", 0), files[0].Identity);
    }

    [Theory]
    [InlineData("many.ndjson")]
    [InlineData("many.ndjson.gz")]
    public async Task Files_are_read_in_parallel_each_in_its_order(string name)
    {
        const int Records = 3_000;
        string[] paths = [.. Enumerable.Range(0, 5).Select(i => _folder.Write($"{i}-{name}", Lines($"f{i}-", Records)))];
        using var driver = new FileDriver(await FileDriver.IndexAsync(ChunkBytes, paths), threads: 2);
        for (int i = 0; i < paths.Length; i++)
        {
            driver.Seek(i, 10 * i);
        }

        driver.ReadUntil((5 * Records) - 100);
        for (int i = 0; i < paths.Length; i++)
        {
            Assert.Equal(
                Enumerable.Range(10 * i, Records - (10 * i)).Select(n => $"{n}: f{i}-{n} {n} {n}"),
                driver.Records.Where(record => record.Partition == i).Select(FileDriver.Text));
        }
    }

    [Theory]
    [InlineData("back.ndjson")]
    [InlineData("back.ndjson.gz")]
    public async Task Seeking_back_delivers_records_again_and_counts_them_once(string name)
    {
        using var driver = new FileDriver(
            await FileDriver.IndexAsync(ChunkBytes, _folder.Write(name, Lines("u", 1_000) + "nonsense\n" + Lines("w", 1_000))));
        driver.Seek(0, 0);
        driver.ReadUntil(1_500);
        driver.Seek(0, 700);
        driver.Reader.ReportDurable(0, Position.FromOffset(700));
        driver.Reader.ReportDurable(0, Position.FromOffset(701));
        for (long durable = 701; driver.Records[^1].Position != Position.FromOffset(2_000); durable++)
        {
            driver.ReadUntil(1);
            driver.Reader.ReportDurable(0, driver.Records[^1].Position.Next);
        }

        Assert.Equal(Enumerable.Range(0, 1_500).Concat(Enumerable.Range(700, 1_301)), driver.Records.Select(
            record => (int)record.Position.ToOffset()));
        await driver.Reader.Finished.WaitAsync(TimeSpan.FromSeconds(10));
        driver.Reader.Close();
        Assert.Equal(2_001, driver.Of(0).Delivered);
        Assert.Equal((2_001, 0, 2_001), (driver.Of(0).Dealt, driver.Of(0).DealtBefore, driver.Of(0).Records));
    }

    [Fact]
    public async Task After_a_seek_back_less_is_read_ahead_until_it_is_durable()
    {
        using var driver = new FileDriver(
            await FileDriver.IndexAsync(ChunkBytes, _folder.Write("ahead.ndjson", Lines("u", 1_000))));
        driver.Seek(0, 0);
        Assert.True(driver.Reader.HasMore);
        driver.ReadUntil(400);
        driver.Seek(0, 0);
        Assert.Equal(100, ReadWhileAllowed(driver));
        Assert.False(driver.Reader.HasMore);
        driver.Seek(0, 0);
        Assert.Equal(25, ReadWhileAllowed(driver));
        driver.Reader.ReportDurable(0, Position.FromOffset(25));
        Assert.True(driver.Reader.HasMore);
        Assert.Equal(50, ReadWhileAllowed(driver));
        for (int attempt = 0; attempt < 10; attempt++)
        {
            driver.Seek(0, 25);
        }

        Assert.Equal(1, ReadWhileAllowed(driver));
    }

    [Fact]
    public async Task A_run_is_finished_when_every_file_is_durable()
    {
        using var driver = new FileDriver(await FileDriver.IndexAsync(
            ChunkBytes, _folder.Write("a.ndjson", Lines("a", 10)), _folder.Write("b.ndjson", Lines("b", 20))));
        driver.Seek(0, 10);
        driver.Seek(1, 0);
        driver.ReadUntil(20);
        driver.Reader.ReportDurable(1, Position.FromOffset(19));
        Assert.False(driver.Reader.Finished.IsCompleted);
        driver.Reader.ReportDurable(1, Position.FromOffset(20));
        await driver.Reader.Finished.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((10, 10, 0), (driver.Of(0).Records, driver.Of(0).DealtBefore, driver.Of(0).Dealt));
    }

    [Fact]
    public async Task A_file_that_changed_after_indexing_is_not_read_further()
    {
        string path = _folder.Write("changing.ndjson", Lines("u", 1_000));
        using var driver = new FileDriver(await FileDriver.IndexAsync(ChunkBytes, path));
        await File.AppendAllTextAsync(path, Lines("w", 1));
        driver.Seek(0, 0);
        var refused = Assert.Throws<InputFileException>(() => driver.ReadUntil(1_000));
        Assert.Contains("changing.ndjson was written to while it was read", refused.Message);
    }

    [Fact]
    public async Task A_damaged_gzip_file_is_an_error_that_names_it()
    {
        byte[] whole = await File.ReadAllBytesAsync(_folder.Write("whole.ndjson.gz", Lines("u", 5_000)));
        await File.WriteAllBytesAsync(_folder.PathOf("half.ndjson.gz"), whole[..(whole.Length / 2)]);
        await File.WriteAllTextAsync(_folder.PathOf("none.ndjson.gz"), Lines("u", 5));
        foreach (string name in (string[])["half.ndjson.gz", "none.ndjson.gz"])
        {
            var refused = await Assert.ThrowsAsync<InputFileException>(
                () => FileDriver.IndexAsync(ChunkBytes, _folder.PathOf(name)));
            Assert.Contains($"{name} is not a complete gzip file", refused.Message);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_is_identified_by_its_name(bool compressed)
    {
        string path = _folder.Write(compressed ? "stream.gz" : "stream", Lines("u", 2_000));
        await using FileStream stream = File.OpenRead(path);
        IndexedFile file = await new FileInputs(ChunkBytes)
            .IndexAsync(stream, "nightly", InputFormat.Ndjson, CancellationToken.None);
        Assert.Equal(SourcePartition.Of("nightly", 0), file.Identity);
        Assert.False(FileInputs.IsContent(file.Identity));
        using var driver = new FileDriver([file]);
        driver.Seek(0, 1_990);
        driver.ReadUntil(10);
        Assert.Equal("1999: u1999 1999 1999", FileDriver.Text(driver.Records[^1]));
        Assert.Contains("2000 records, but 2001 of the input 'nightly' are durable", driver.Reader.ProblemWith(
            0, Position.FromOffset(2_001)));
        Assert.Null(driver.Reader.ProblemWith(0, Position.FromOffset(2_000)));
        Assert.Null(driver.Reader.ProblemWith(0, null));
    }

    [Fact]
    public void A_name_without_a_known_extension_is_an_error_unless_the_format_is_given()
    {
        Assert.Equal(new InputFile("x/a.CSV.GZ", InputFormat.Csv, IsCompressed: true), InputFile.Named("x/a.CSV.GZ"));
        Assert.Equal(
            new InputFile("a.txt", InputFormat.Ndjson, IsCompressed: false), InputFile.Named("a.txt", InputFormat.Ndjson));
        Assert.Contains(
            "a.txt: no format is known for the extension '.txt'",
            Assert.Throws<InputFileException>(() => InputFile.Named("a.txt")).Message);
        Assert.Contains("data.gz", Assert.Throws<InputFileException>(() => InputFile.Named("data.gz")).Message);
    }

    [Fact]
    public async Task A_missing_file_is_an_error_that_names_it() => Assert.Contains(
        "missing.ndjson",
        (await Assert.ThrowsAsync<InputFileException>(() =>
            FileDriver.IndexAsync(ChunkBytes, _folder.PathOf("missing.ndjson")))).Message);

    public void Dispose() => _folder.Dispose();

    private static int ReadWhileAllowed(FileDriver driver)
    {
        int before = driver.Records.Count;
        while (driver.Reader.HasMore)
        {
            driver.ReadUntil(1);
        }

        Assert.False(driver.Reader.TryRead(TimeSpan.FromMilliseconds(20), out _));
        return driver.Records.Count - before;
    }

    private static string Lines(string prefix, int count) => string.Concat(
        Enumerable.Range(0, count).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{{\"user_id\":\"{prefix}{i}\",\"value\":{i},\"time\":{i}}}\n")));
}
