using System.Text;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Sources.Tests.Files;

public sealed class InputShapeTests : IDisposable
{
    private const string Event = """{"user_id":"a","value":1,"time":1700000000000}""";

    private readonly FolderForTests _folder = new();

    [Theory]
    [InlineData("a JSON array", $"[\n{Event},\n{Event}\n]\n")]
    [InlineData("a JSON array", $"\n [{Event},\n{Event}]")]
    [InlineData("a JSON array", $"[{Event},{Event}]\n")]
    [InlineData("a JSON array", $"[\n  {{\n    \"user_id\": \"a\"\n")]
    [InlineData("a JSON array", $"\uFEFF[\r\n{Event}]")]
    [InlineData("pretty-printed JSON", "{\n  \"user_id\": \"a\",\n  \"value\": 1\n}\n")]
    [InlineData("pretty-printed JSON", "{ \"user_id\": \"a\",\r\n  \"value\": 1 }\r\n")]
    public async Task Other_shapes_of_JSON_are_named(string shape, string content)
    {
        foreach (string name in (string[])["events.json", "events.ndjson.gz"])
        {
            string path = _folder.Write(name, content);
            Assert.StartsWith($"{path} looks like {shape}; one object per line is expected.", await ProblemOfAsync(path));
        }
    }

    [Theory]
    [InlineData("utf-16", "events.ndjson", $"{Event}\n{Event}\n")]
    [InlineData("utf-16BE", "events.jsonl.gz", $"{Event}\n")]
    [InlineData("utf-16", "events.csv", "user_id,value,time\na,1,1700000000000\n")]
    public async Task UTF_16_is_named(string encoding, string name, string content)
    {
        var utf16 = Encoding.GetEncoding(encoding);
        foreach (byte[] mark in (byte[][])[utf16.GetPreamble(), []])
        {
            string path = _folder.Write(name, [.. mark, .. utf16.GetBytes(content)]);
            Assert.StartsWith($"{path} looks like UTF-16; ", await ProblemOfAsync(path));
        }
    }

    [Fact]
    public async Task An_array_on_one_long_line_is_named()
    {
        string path = _folder.Write("long.json", $"[{string.Join(',', Enumerable.Repeat(Event, 10_000))}]");
        Assert.Contains("looks like a JSON array", await ProblemOfAsync(path));
    }

    [Theory]
    [InlineData($"{Event}\n{{\n")]
    [InlineData($"[1]\n{Event}\n")]
    [InlineData($"[{Event}]\n{Event}\n")]
    [InlineData("[]\n")]
    [InlineData("{\n")]
    [InlineData($"{{\"user_id\":\"a\",\n{Event}\n")]
    [InlineData($"{{\"user_id\":\"a\n{Event}\n")]
    [InlineData($"not JSON\n{Event}\n")]
    [InlineData("{\"user_id\":\"\u00e4\"}\n")]
    public async Task Lines_that_are_no_events_are_read(string content) =>
        Assert.NotEmpty(await FileDriver.ReadAllAsync(_folder.Write("lines.ndjson", content), chunkBytes: 64));

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ProblemOfAsync(string path) =>
        (await Assert.ThrowsAsync<InputFileException>(() => FileDriver.IndexAsync(64, path))).Message;
}
