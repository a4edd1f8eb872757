using System.Text;
using PathwayOrleans.Pipelines.Runtime.Json;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class JsonExtractorTests(PostgresOracle oracle)
{
    private static readonly string[] Paths =
    [
        "$", "$.a", "$.b", "$.a.a", "$.a.b", "$.b.a", "$[0]", "$[1]", "$.a[0]", "$.a[1].b", "$.a[0][0]", "$.\"odd name\"",
        "$.a.\"odd name\".b",
        "$.\"\\u00e4\"", "$.ä", "$.\"quo\\\"te\"", "$.\"\"", "$.b[2]", "$[0].a",
    ];

    [Fact]
    public async Task Paths_lead_where_Postgres_goes()
    {
        string[] documents = Cases.Generate(600, random => Document(random, 4));
        string?[][] cases =
        [
            .. documents.SelectMany(document => Extract(document).Select((result, i) =>
                new string?[] { document, Paths[i], result })),
        ];
        await oracle.CheckAsync(
            "coalesce(jsonb_path_query_first($1::jsonb, ('strict ' || $2)::jsonpath, '{}', true) "
                + "= nullif($3, '')::jsonb, $3 = '')",
            cases,
            _ => "true");
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "$.a", "2")]
    [InlineData("{\"a\":{\"b\":1},\"a\":{\"c\":2}}", "$.a.b", "")]
    [InlineData("{\"a\":{\"b\":1},\"\\u0061\":7}", "$.a.b", "")]
    [InlineData("{\"a\":[1,2],\"a\":[3]}", "$.a[1]", "")]
    [InlineData(" {\"a\" : [ 1 , { \"b\" : \"x\" } ] } ", "$.a", "[ 1 , { \"b\" : \"x\" } ]")]
    [InlineData("\uFEFF{\"a\":\"ä\"}", "$.a", "\"ä\"")]
    [InlineData("7", "$", "7")]
    public void A_value_is_found(string document, string path, string expected)
    {
        byte[] record = Encoding.UTF8.GetBytes(document);
        var ranges = new JsonRange[1];
        Assert.True(new JsonExtractor([JsonPath.Parse(path)]).TryExtract(record, ranges, out _));
        Assert.Equal(expected, Encoding.UTF8.GetString(ranges[0].Of(record)));
        Assert.Equal(expected.Length == 0, ranges[0].IsNull);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"a\":1}{\"a\":2}")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"x\":[1,}")]
    [InlineData("// comment\n1")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":\"\u0001\"}")]
    [InlineData("\uFEFF\uFEFF1")]
    public void What_is_not_one_value_is_malformed(string document) =>
        Assert.Equal(JsonFailureReason.Malformed, FailureOf(Encoding.UTF8.GetBytes(document)).Reason);

    [Fact]
    public void Limits_hold()
    {
        Assert.Equal(JsonFailureReason.NotUtf8, FailureOf([.. "{\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Reason);
        Assert.Equal(JsonFailureReason.TooLarge, FailureOf(Encoding.UTF8.GetBytes($"\"{new string('x', 200)}\"")).Reason);
        Assert.Equal(JsonFailureReason.Malformed, FailureOf(Encoding.UTF8.GetBytes(new string('[', 9) + new string(']',
            9))).Reason);
        var ranges = new JsonRange[1];
        Assert.True(Small().TryExtract(Encoding.UTF8.GetBytes(new string('[', 8) + new string(']', 8)), ranges, out _));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var extractor = new JsonExtractor([.. Paths.Select(JsonPath.Parse)]);
        var ranges = new JsonRange[Paths.Length];
        byte[] record = "{\"x\":[1,{}],\"a\":{\"a\":1,\"b\":\"\\u00e4\"},\"\\u0062\":[1,2,3],\"odd name\":null}"u8.ToArray();
        long allocated = 0;
        for (int i = 0; i < 1000; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(extractor.TryExtract(record, ranges, out _));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Arbitrary_bytes_do_not_throw()
    {
        var extractor = new JsonExtractor([.. Paths.Select(JsonPath.Parse)]);
        var ranges = new JsonRange[Paths.Length];
        foreach (byte[] record in Cases.Generate(20_000, random => Damaged(random, Document(random, 3))))
        {
            extractor.TryExtract(record, ranges, out _);
        }
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("$.", 2)]
    [InlineData("$.1a", 2)]
    [InlineData("$a", 1)]
    [InlineData("$.a[", 4)]
    [InlineData("$.a[-1]", 4)]
    [InlineData("$.a[last]", 4)]
    [InlineData("$.a[*]", 4)]
    [InlineData("$.\"a", 2)]
    [InlineData("$.a b", 3)]
    [InlineData("$.\"\\x\"", 3)]
    public void Other_paths_are_errors_at_a_place(string path, int index) =>
        Assert.Equal(index, Assert.Throws<JsonPathException>(() => JsonPath.Parse(path)).Index);

    private static JsonExtractor Small() => new([JsonPath.Parse("$.a")], largestRecord: 100, depth: 8);

    private static JsonFailure FailureOf(byte[] record)
    {
        Assert.False(Small().TryExtract(record, new JsonRange[1], out JsonFailure failure));
        Assert.NotEmpty(failure.Detail);
        return failure;
    }

    private static string[] Extract(string document)
    {
        byte[] record = Encoding.UTF8.GetBytes(document);
        var ranges = new JsonRange[Paths.Length];
        Assert.True(new JsonExtractor([.. Paths.Select(JsonPath.Parse)]).TryExtract(record, ranges, out JsonFailure failure),
            failure.Detail);
        return [.. ranges.Select(range => Encoding.UTF8.GetString(range.Of(record)))];
    }

    private static string Document(Random random, int depth)
    {
        string[] names = ["a", "b", "c", "odd name", "ä", "\\u00e4", "\\u0061", "quo\\\"te", ""];
        string[] scalars = ["1", "-2.5e3", "\"x\"", "\"\\u00e4😀\"", "true", "false", "null", "\"\"", "0.10"];
        int kind = depth == 0 ? 9 : random.Next(10);
        string space = random.Next(4) == 0 ? " " : "";
        int count = random.Next(0, 4);
        return kind switch
        {
            < 5 => $"{{{space}{string.Join($",{space}", Enumerable.Range(0, count + 1).Select(_ =>
                $"\"{names[random.Next(names.Length)]}\"{space}:{space}{Document(random, depth - 1)}"))}{space}}}",
            < 8 => $"[{string.Join($"{space},", Enumerable.Range(0, count).Select(_ => Document(random, depth - 1)))}{space}]",
            _ => scalars[random.Next(scalars.Length)],
        };
    }

    private static byte[] Damaged(Random random, string document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document + " ");
        for (int i = 0; i < 3; i++)
        {
            bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "\"{}[],:\\u0d8"[random.Next(12)]);
        }

        return bytes;
    }
}
