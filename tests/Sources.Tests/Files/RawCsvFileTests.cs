using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Sources.Tests.Files;

/// <summary>Files of CSV of which the bytes of records are delivered.</summary>
public sealed class RawCsvFileTests : IDisposable
{
    private static readonly Gen<string> Field = Gen.Frequency(
        (2, Gen.Elements("", "a", "bc", "ä", "7")),
        (1, Gen.Elements("a", "ä", "\"\"", ",", ";", "\n", "\r\n", " ").NonEmptyListOf()
            .Select(parts => $"\"{string.Concat(parts)}\"")));

    private readonly FolderForTests _folder = new();

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    public void Chunks_of_any_size_give_the_bytes_that_were_written(char delimiter) => Always.Holds(
        from rows in Gen.ArrayOf(Field, 3).ListOf()
        from ends in Gen.ArrayOf(Gen.Elements("\n", "\r\n", "\n\n", "\r\n\r\n\n"), 1 + rows.Count)
        from chunk in Gen.Frequency((3, Gen.Choose(1, 60)), (1, Gen.Choose(61, 2_000)))
        from mark in Gen.Elements("", "\uFEFF", "\n", "\uFEFF\r\n")
        from cut in Gen.Elements(true, false)
        select (Rows: rows.Select(row => string.Join(delimiter, row)).ToArray(), Ends: ends, Chunk: chunk, Mark: mark, Cut: cut),
        file =>
        {
            string[] expected = [.. file.Rows.Where(row => row.Length > 0)];
            string content = $"{file.Mark}a{delimiter}\"b\"\"\n\"{delimiter} c {file.Ends[0]}" +
                string.Concat(file.Rows.Select((row, i) => row + file.Ends[i + 1]));
            string path = _folder.Write("any.csv", file.Cut ? content.TrimEnd('\n', '\r') : content);
            IReadOnlyList<IndexedFile> files =
                FileDriver.IndexAsync(Csv(delimiter, "a", "b\"", "c"), file.Chunk, path).GetAwaiter().GetResult();
            Assert.Equal(expected.Length, files[0].Records);
            Assert.Equal(expected, Read(files, 0, Csv(delimiter)));
            int from = expected.Length / 2;
            Assert.Equal(expected[from..], Read(files, from, Csv(delimiter)));

            // With the numbers of the lines.
            string[] lines = content.Split('\n');
            string[] records = [.. files[0].ReadRecords().Select(record =>
            {
                Assert.Equal(["a", "b\"", "c"], record.Fields!);
                string text = Encoding.UTF8.GetString(record.Bytes.Span);
                Assert.StartsWith(text.Split('\n')[0], lines[record.Line - 1], StringComparison.Ordinal);
                return text;
            })];
            Assert.Equal(expected, records);
        },
        cases: 60);

    [Fact]
    public async Task Records_of_each_file_have_the_fields_of_its_header()
    {
        string one = _folder.Write("one.csv", "a,b\n1,2\n");
        string two = _folder.Write("two.csv.gz", "x, b ,a\n\n3,\"4\r\n\",5\r\n");
        using var driver = new FileDriver(
            await FileDriver.IndexAsync(Csv(',', "b", "a"), 64, one, two), threads: 2, Csv(',', "b", "a"));
        driver.Seek(0, 0);
        driver.Seek(1, 0);
        driver.ReadUntil(2);
        Assert.Equal(
            ["0 a|b 1,2", "1 x|b|a 3,\"4\r\n\",5"],
            driver.Records.Select(record =>
                $"{record.Partition} {string.Join('|', record.Content!.Fields!)} " +
                Encoding.UTF8.GetString(record.Content.Bytes.Span))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a,c\n1,2\n", "the header has no column b, which the pipeline needs; with the delimiter ',' it has: a, c.")]
    [InlineData("a;b\n1;2\n", "the header has no column a, which the pipeline needs; with the delimiter ',' it has: a;b.")]
    [InlineData("A,b\n1,2\n", "has no column a")]
    [InlineData("a,b,b\n1,2,3\n", "has the column b more than once")]
    [InlineData("a,\"b\n1", "unbalanced quotes")]
    [InlineData("", "header.csv is empty: a CSV file must start with a header that names the columns a, b.")]
    public async Task A_header_without_the_needed_columns_is_an_error(string content, string problem)
    {
        string path = _folder.Write("header.csv", content);
        var refused = await Assert.ThrowsAsync<InputFileException>(() => FileDriver.IndexAsync(Csv(',', "a", "b"), 64, path));
        Assert.Contains(problem, refused.Message);
        Assert.Contains("header.csv", refused.Message);
    }

    [Fact]
    public async Task A_file_of_another_format_than_the_pipeline_says_is_an_error()
    {
        string csv = _folder.Write("data.csv", "a,b\n1,2\n");
        string ndjson = _folder.Write("data.ndjson", "{}\n");
        RecordDelivery json = new(IsRaw: true, HasKey: false, Headers: []);
        InputFileException refused = await Assert.ThrowsAsync<InputFileException>(() => FileDriver.IndexAsync(json, 64, csv));
        Assert.Contains("data.csv is CSV, but the source of the pipeline has ENCODE JSON", refused.Message);
        refused = await Assert.ThrowsAsync<InputFileException>(() => FileDriver.IndexAsync(Csv(',', "a"), 64, ndjson));
        Assert.Contains("data.ndjson is NDJSON, but the source of the pipeline has ENCODE CSV", refused.Message);
        Assert.Single(await FileDriver.IndexAsync(json, 64, ndjson));
    }

    public void Dispose() => _folder.Dispose();

    private static RecordDelivery Csv(char delimiter, params string[] columns) =>
        new(IsRaw: true, HasKey: false, Headers: []) { Csv = new CsvRecordFormat(delimiter, columns) };

    private static string[] Read(IReadOnlyList<IndexedFile> files, int from, RecordDelivery delivery)
    {
        using var driver = new FileDriver(files, delivery: delivery);
        driver.Seek(0, from);
        driver.ReadUntil(files[0].Records - from);
        Assert.False(driver.Reader.TryRead(TimeSpan.Zero, out _));
        return [.. driver.Records.Select(record => Encoding.UTF8.GetString(record.Content!.Bytes.Span))];
    }
}
