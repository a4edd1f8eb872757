using System.Globalization;
using System.Text;
using Npgsql;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Standalone.Tests.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

/// <summary>Files of CSV with a header, counted by a pipeline.</summary>
public sealed class CsvBatchTests : IDisposable
{
    private const string FileKey = "Pathway:Pipeline:File";

    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task Files_give_the_rows_that_their_records_give_in_memory()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string pipeline = _folder.Write("pipeline.sql", CsvPurchases.SqlOfFiles);
        byte[][] one = CsvPurchases.Random(3_000, seed: 1);
        byte[][] two = CsvPurchases.Random(3_000, seed: 2);

        // The same columns in another order, of a record whose other fields are empty.
        string[] other = ["customer_id", "", "event", "amount", "at", "sku"];
        byte[][] three =
        [
            .. Enumerable.Range(0, 50).Select(i => Encoding.UTF8.GetBytes(
                $"c{i % 5};;purchase;1.5;{1_772_438_400_000 + i};s")),
        ];
        string[] files =
        [
            Write("one.csv", CsvPurchases.Fields, one),
            Write("two.csv.gz", CsvPurchases.Fields, two),
            Write("three.csv", other, three),
        ];
        BatchResult result = await BatchRunner.RunFilesAsync(database, files, default, (FileKey, pipeline));
        ExpectedViews expected = new ExpectedViews(CsvPurchases.SqlOfFiles)
            .Add("one", 0, one, CsvPurchases.Fields).Add("two", 0, two, CsvPurchases.Fields).Add("three", 0, three, other);
        await expected.AssertEqualAsync(database);
        Assert.Equal(6_050, result.Records);
        Assert.Equal(expected.Counted, result.Applied);
        Assert.Equal(
            ["invalid", "invalid_csv", "late", "missing"],
            await database.RowsAsync("SELECT DISTINCT reason FROM dead_letters ORDER BY 1"));

        // The second run changes nothing.
        result = await BatchRunner.RunFilesAsync(database, files, default, (FileKey, pipeline));
        Assert.Equal((0, 6_050), (result.Applied, result.AlreadyApplied));
        await expected.AssertEqualAsync(database);
    }

    [Fact]
    public async Task The_rows_are_those_of_the_records_that_COPY_of_Postgres_reads()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string pipeline = _folder.Write("pipeline.sql", CsvPurchases.SqlOfFiles);
        string[] names = ["c\"1\"", "c;2", "c\n3", " c4 ", "\\N"];
        string[] skus = ["", "\"\"", "s", "\"\"\"\"", "\"a;\"\"b\"\"\r\n\""];
        var random = new Random(3);
        byte[][] records =
        [
            .. Enumerable.Range(0, 2_000).Select(i => Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{1_772_438_400_000 + (i * 1_000)};" +
                $"\"{names[random.Next(5)].Replace("\"", "\"\"", StringComparison.Ordinal)}\";" +
                $"{(random.Next(3) == 0 ? "\"view\"" : "purchase")};{skus[random.Next(5)]};" +
                $"{(random.Next(4) == 0 ? "" : random.Next(-500, 5_000) / 100m)}"))),
        ];
        string file = Write("records.csv", ["at", "customer_id", "event", "sku", "amount"], records);
        BatchResult result = await BatchRunner.RunFilesAsync(database, [file], default, (FileKey, pipeline));
        Assert.Equal(0, result.DeadLetters);
        await using (NpgsqlConnection connection = await database.ConnectAsync())
        {
            await database.ExecuteAsync(
                "CREATE TABLE read_by_copy (at bigint, customer_id text, event text, sku text, amount numeric)");
            await using TextWriter writer = await connection.BeginTextImportAsync(
                "COPY read_by_copy FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)");
            await writer.WriteAsync(await File.ReadAllTextAsync(file));
        }

        string[] expected = await database.RowsAsync(
            "SELECT customer_id, count(*), count(amount), sum(amount), max(sku COLLATE \"C\") FROM read_by_copy " +
            "WHERE event = 'purchase' GROUP BY customer_id ORDER BY customer_id COLLATE \"C\"");
        Assert.Equal(names.Length, expected.Length);
        Assert.Equal(expected, await database.RowsAsync(
            "SELECT customer_id, n, priced, revenue, sku FROM totals ORDER BY customer_id COLLATE \"C\""));
    }

    [Fact]
    public async Task Dead_letters_have_the_bytes_of_their_record()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string pipeline = _folder.Write("pipeline.sql", CsvPurchases.SqlOfFiles);
        string[] records =
        [
            "purchase;1772438400000;c1;1.5;s",
            "purchase;1772438400000;c1;much;\"a \"\"b\"\"\r\n\"", "purchase;1772438400000;;1;s",
            "purchase;1772438400000", "purchase;soon;c1;1;s", "purchase;1772438400000;c1;\"1\"5;s",
        ];
        string file = Write(
            "records.csv", ["event", "at", "customer_id", "amount", "sku"], [.. records.Select(Encoding.UTF8.GetBytes)]);
        BatchResult result = await BatchRunner.RunFilesAsync(database, [file], default, (FileKey, pipeline));
        Assert.Equal((1, 5), (result.Applied, result.DeadLetters));
        string[] letters = await database.RowsAsync(
            "SELECT position, reason, detail, convert_from(raw, 'UTF8') FROM dead_letters ORDER BY position");
        Assert.Equal(5, letters.Length);
        Assert.StartsWith("1|invalid|amount: cast to numeric of 'much'", letters[0], StringComparison.Ordinal);
        Assert.Equal("2|missing|customer_id: the field 'customer_id' is NULL|" + records[2], letters[1]);
        Assert.Equal("3|invalid_csv|the record has 2 fields, but 5 are expected|" + records[3], letters[2]);
        Assert.StartsWith("4|invalid|at: ", letters[3], StringComparison.Ordinal);
        Assert.StartsWith("5|invalid_csv|", letters[4], StringComparison.Ordinal);
        Assert.All(
            records.Skip(1).Zip(letters), pair => Assert.EndsWith($"|{pair.First}", pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_the_pipeline_cannot_read_is_refused()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string csvPipeline = _folder.Write("csv.sql", CsvPurchases.SqlOfFiles);
        string good = Write("good.csv", CsvPurchases.Fields, CsvPurchases.Random(10, seed: 1));
        Assert.Contains(
            "events.csv is CSV, but the source of the pipeline has ENCODE JSON",
            await RefusedAsync(Clickstream.PipelineFile, _folder.Write("events.csv", "user_id,value,time\nu,1,1700000000000\n")),
            StringComparison.Ordinal);
        Assert.Contains(
            "sample.ndjson is NDJSON, but the source of the pipeline has ENCODE CSV",
            await RefusedAsync(csvPipeline, good, Clickstream.SampleFile),
            StringComparison.Ordinal);
        Assert.Contains(
            "other.csv: the header has no column sku, which the pipeline needs; with the delimiter ';' it has: event, at, " +
            "customer_id, amount.",
            await RefusedAsync(csvPipeline, good, Write("other.csv", ["event", "at", "customer_id", "amount"], [])),
            StringComparison.Ordinal);

        // Each pipeline has a service of its own.
        async Task<string> RefusedAsync(string pipeline, params string[] files) => (await Assert.ThrowsAsync<InputFileException>(
            () => BatchRunner.RunFilesAsync(
                database,
                files,
                default,
                (FileKey, pipeline),
                ("Pathway:ServiceId", pipeline == csvPipeline ? "of_csv" : "of_json")))).Message;
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, IReadOnlyList<string> fields, byte[][] records) => _folder.Write(
        name,
        string.Concat(new[] { string.Join(';', fields) }
            .Concat(records.Select(Encoding.UTF8.GetString)).Select(record => record + "\r\n")));
}
