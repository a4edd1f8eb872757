using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Sources.Tests.Files;

[Trait("Tier", "Slow")]
public sealed class CsvFileTests : IDisposable
{
    private readonly FolderForTests _folder = new();

    private static readonly string[] Columns = ["user_id", "value", "time", "note", "a \"quoted\", name"];

    private static readonly Gen<string> Text = Gen.Elements("a", "b", "ä", "\"", ",", "\n", "\r\n", " ", "1", "x y")
        .NonEmptyListOf().Select(string.Concat);

    private static readonly Gen<(string User, int Quarters, long Time, string Note, bool Quoted, string End)> Row =
        from user in Text
        from quarters in Gen.Choose(-4_000, 4_000)
        from time in Gen.Choose(0, int.MaxValue)
        from note in Gen.Frequency((1, Text), (1, Gen.Constant("")))
        from quoted in Gen.Elements(true, false)
        from end in Gen.Elements("\n", "\r\n", "\n\n", "\r\n\n\r\n")
        select (user, quarters, (long)time, note, quoted, end);

    [Fact]
    public void Chunks_of_any_size_give_the_rows_that_were_written() => Always.Holds(
        from rows in Row.ListOf()
        from order in Gen.Shuffle(Enumerable.Range(0, Columns.Length).ToArray())
        from chunk in Gen.Frequency((3, Gen.Choose(1, 60)), (1, Gen.Choose(61, 2_000)))
        from mark in Gen.Elements("", "\uFEFF", "\n", "\uFEFF\r\n")
        from cut in Gen.Elements(true, false)
        select (Rows: rows.ToArray(), Order: order.ToArray(), Chunk: chunk, Mark: mark, Cut: cut),
        file =>
        {
            string content = file.Mark +
                string.Join(',', file.Order.Select(i => Written(Columns[i], quoted: false))) + "\n" + string.Concat(
                file.Rows.Select(row => string.Join(',', file.Order.Select(i => Written(Field(row, i), row.Quoted))) + row.End));
            string path = _folder.Write("any.csv", file.Cut ? content.TrimEnd('\n', '\r') : content);
            string[] expected = file.Rows.Select(
                (row, i) => FormattableString.Invariant($"{i}: {row.User} {row.Quarters / 4.0:R} {row.Time}")).ToArray();
            Assert.Equal(expected, FileDriver.ReadAllAsync(path, file.Chunk).GetAwaiter().GetResult());
            int from = expected.Length / 2;
            Assert.Equal(expected[from..], FileDriver.ReadAllAsync(path, file.Chunk, from).GetAwaiter().GetResult());
        },
        cases: 300);

    [Theory]
    [InlineData("u1,,5", "value_missing")]
    [InlineData(",1,5", "user_id_empty")]
    [InlineData("u1,one,5", "value_not_numeric")]
    [InlineData("u1,1e999,5", "value_not_finite")]
    [InlineData("u1,NaN,5", "value_not_finite")]
    [InlineData("u1,1e300,5", "value_out_of_range")]
    [InlineData("u1,1,", "time_missing")]
    [InlineData("u1,1,2026-01-01", "time_not_an_integer")]
    [InlineData("u1,1,5.5", "time_not_an_integer")]
    [InlineData("u1,1,-5", "time_before_1970")]
    [InlineData("u1,1,1e300", "time_after_2262")]
    [InlineData("u1,1", "not_csv")]
    [InlineData("u1,1,5,6", "not_csv")]
    [InlineData("\"u1\"x,1,5", "not_csv")]
    [InlineData("\"u1,1,5", "not_csv")]
    public async Task A_record_that_is_not_an_event_has_its_bytes_and_a_reason(string record, string reason)
    {
        string path = _folder.Write("bad.csv", $"user_id,value,time\nu0,1,1\n{record}");
        Assert.Equal(
            ["0: u0 1 1", $"1: {reason} {Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(record))}"],
            await FileDriver.ReadAllAsync(path, 8));
    }

    [Fact]
    public async Task Invalid_characters_are_rejected()
    {
        byte[] content = [.. "user_id,value,time\n"u8, 0xFF, .. ",1,1\na\0,1,1\n"u8];
        Assert.Equal(["0: user_id_invalid FF2C312C31", "1: user_id_invalid 61002C312C31"], await FileDriver.ReadAllAsync(
            _folder.Write("bytes.csv", content), 8));
    }

    [Theory]
    [InlineData("u1, +5 ,5", "u1 5 5")]
    [InlineData("u1,.5,1.7e12", "u1 0.5 1700000000000")]
    [InlineData("\"u,1\",\"5\",\"6\"", "u,1 5 6")]
    [InlineData("5\" disk,1,2", "5\" disk 1 2")]
    public async Task Numbers_and_quotes_as_other_programs_write_them_are_read(string record, string expected)
    {
        string path = _folder.Write("good.csv", $"user_id,value,time\n{record}\n");
        Assert.Equal([$"0: {expected}"], await FileDriver.ReadAllAsync(path, 8));
    }

    [Theory]
    [InlineData("user,value,time\n", "has no column user_id; it has: user, value, time")]
    [InlineData("user_id,time\nu1,1\n", "has no column value")]
    [InlineData("user_id,value\nu1,1\n", "has no column time")]
    [InlineData("user_id,value,time,value\n", "has the column value more than once")]
    [InlineData("user_id,\"value,time\n1", "unbalanced quotes")]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF\r\n", "is empty")]
    public async Task A_header_without_the_required_columns_is_an_error(string content, string problem)
    {
        string path = _folder.Write("header.csv", content);
        var refused = await Assert.ThrowsAsync<InputFileException>(() => FileDriver.IndexAsync(64, path));
        Assert.Contains(problem, refused.Message);
        Assert.Contains("header.csv", refused.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static string Field((string User, int Quarters, long Time, string Note, bool Quoted, string End) row, int column) =>
        column switch
        {
            0 => row.User,
            1 => FormattableString.Invariant($"{row.Quarters / 4.0}"),
            2 => FormattableString.Invariant($"{row.Time}"),
            3 => row.Note,
            _ => "",
        };

    private static string Written(string field, bool quoted) => quoted || field.AsSpan().ContainsAny("\",\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
