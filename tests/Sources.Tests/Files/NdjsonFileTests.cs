using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Sources.Tests.Files;

[Trait("Tier", "Slow")]
public sealed class NdjsonFileTests : IDisposable
{
    private readonly FolderForTests _folder = new();

    private static readonly Gen<string> Line = Gen.Frequency(
        (6, Gen.Choose(0, 50).Select(i => $$"""{"user_id":"u{{i}}","value":{{i}}.25,"time":17000000000{{i:00}}}""")),
        (2, Gen.Constant("")),
        (1, Gen.Constant("\r")),
        (1, Gen.Elements(
            "nonsense", " ", "[]", "{}", """{"user_id":"u1","value":1}""", "\r\r", """{"user_id":"","value":1,"time":1}""",
            "{\"user_id\":\"\u00e4\",\"value\":1,\"time\":5}")));

    private static readonly Gen<(string Content, int ChunkBytes)> Files =
        from lines in Line.ListOf()
        from ends in Gen.Elements("\n", "\r\n").ListOf(lines.Count)
        from lastEnd in Gen.Elements("", "\n", "\r\n", "\r")
        from mark in Gen.Frequency((4, Gen.Constant("")), (1, Gen.Constant("\uFEFF")))
        from chunk in Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Choose(41, 2_000)))
        select (mark + Join([.. lines], [.. ends], lastEnd), chunk);

    [Fact]
    public void Chunks_of_any_size_give_the_same_records_as_reading_line_by_line() => Always.Holds(
        Files,
        file =>
        {
            string path = _folder.Write("any.ndjson", file.Content);
            string[] expected = LineByLine(Encoding.UTF8.GetBytes(file.Content));
            Assert.Equal(expected, FileDriver.ReadAllAsync(path, file.ChunkBytes).GetAwaiter().GetResult());
            for (int from = 0; from <= expected.Length; from += 1 + (expected.Length / 3))
            {
                Assert.Equal(expected[from..], FileDriver.ReadAllAsync(path, file.ChunkBytes, from).GetAwaiter().GetResult());
            }
        },
        cases: 300);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\r")]
    public async Task A_file_without_records_is_finished_at_once(string content)
    {
        using var driver = new FileDriver(await FileDriver.IndexAsync(64, _folder.Write("empty.ndjson", content)));
        Assert.Equal(0, driver.Files[0].Records);
        driver.Seek(0, 0);
        await driver.Reader.Finished.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(driver.Reader.HasMore);
        Assert.False(driver.Reader.TryRead(TimeSpan.Zero, out _));
    }

    [Fact]
    public async Task A_record_may_be_longer_than_a_chunk_and_than_a_message()
    {
        string padding = new('x', 3_000_000);
        string content = $$"""
            {"user_id":"a","value":1,"time":1}
            {"user_id":"b","value":2,"time":2,"other":"{{new string('y', 500_000)}}"}
            {"user_id":"c","value":3,"time":3,"other":"{{padding}}"}
            {"user_id":"d","value":4,"time":4}
            """;
        string[] records = await FileDriver.ReadAllAsync(_folder.Write("long.ndjson", content), 1_000);
        Assert.Equal(["0: a 1 1", "1: b 2 2", "3: d 4 4"], [records[0], records[1], records[3]]);
        Assert.StartsWith("2: bytes 7B22", records[2]);
    }

    [Fact]
    public async Task A_file_with_a_record_of_unlimited_length_is_rejected()
    {
        string path = _folder.Write("endless.ndjson", new byte[20 * 1024 * 1024]);
        var refused = await Assert.ThrowsAsync<Sources.Files.InputFileException>(() => FileDriver.IndexAsync(256 * 1024, path));
        Assert.Contains("endless.ndjson: record 0, at byte 0, is longer than 16 MiB", refused.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static string Join(string[] lines, string[] ends, string lastEnd) => string.Concat(
        lines.Select((line, i) => line + (i == lines.Length - 1 ? lastEnd : ends[i])));

    // An independent implementation: one line at a time, from the beginning.
    private static string[] LineByLine(byte[] content)
    {
        var parser = new EventParser(new UserIdPool(), new EventRules(EventLimits.MinTime));
        var records = new List<string>();
        string text = Encoding.Latin1.GetString(content);
        if (text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal))
        {
            text = text[3..];
        }

        foreach (string line in text.Split('\n')
            .Select(line => line.EndsWith('\r') ? line[..^1] : line).Where(line => line.Length > 0))
        {
            byte[] raw = Encoding.Latin1.GetBytes(line);
            RejectionReason rejection = parser.Parse(raw, out ParsedEvent parsed);
            if (rejection == RejectionReason.None && parsed.Time is null)
            {
                rejection = RejectionReason.TimeMissing;
            }

            records.Add(rejection == RejectionReason.None
                ? FormattableString.Invariant($"{records.Count}: {parsed.UserId} {parsed.Value:R} {parsed.Time}")
                : $"{records.Count}: bytes {Convert.ToHexString(raw)}");
        }

        return [.. records];
    }
}
