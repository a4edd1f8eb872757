using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Reading;

/// <summary>
/// Readers of sources parse events by themselves and hand over what they do not accept as bytes. Whatever they accept, the
/// built-in pipeline must accept as bytes too, with the same values.
/// </summary>
public sealed class EventPathTests
{
    private const int Cases = 10_000;

    private static readonly string[] Digits =
        ["0", "1", "5", "9", "00", "17", "123456789", "9007199254740993", "000000000000000001"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "0.0", "-0.0", "0e5", "-0.0e-9999999999", "1", "-1", "12.5", "0.1", "1e3", "1E+3", "1.5e-3", "5e-324",
        "2e-324", "3e-324", "1e-400", "-1e-400", "0.000000000000000000001e-310", "4.9406564584124654e-324",
        "2.2250738585072011e-308",
        "1e288", "-1e288", "1.0000000000000002e288", "1e308", "1e309", "1e9999999999", "9007199254740993", "9007199254740992.5",
        "123456789012345678", "1234567890123456789", "0.1234567890123456789", "1234567890.1234567", "99999999999999999999999999",
        "01", "+1", ".5", "1.", "1e", "-", "NaN", "Infinity",
    ];

    private static readonly string[] Times =
    [
        "978307200000", "978307199999", "1700000000000", "-1", "-0", "0", "1700000000", "1700000000000.0", "1.7e12", "17e11",
        "9223372036854", "9223372036855", "9223372036854775807", "9223372036854775808", "01700000000000", "1700000000000000001",
    ];

    private static readonly string[] Others =
    [
        "null", "true", "false", "\"\"", "\"1\"", "\"1700000000000\"", "[]", "{}", "[1,[2,{\"user_id\":\"no\"}]]",
        "{\"value\":9,\"time\":8}", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"tab\\t\"", "\"a\\/b\"", "\"\\x\"",
        "\"", "[1", "nul", "\"\0\"",
    ];

    private static readonly string[] Names =
    [
        "user_id", "value", "time", "event_time", "User_Id", "user_id ", "x", "", "\\u0075ser_id", "v\\u0061lue", "tim\\u0065",
        "value\\ud800", "\\ud800", "user_id\\udfff", "tim\\ud83d\\u0065", "\\\\", "é", "userid", "\\ud83d\\ude00",
    ];

    private static readonly string[] Spaces =
        ["", "", "", "", " ", "\n", "\t \r\n", "  ", "\u00a0", "\f", "\0", "/**/", "\uFEFF"];

    private static readonly string[] UserIdPieces =
    [
        "u", "17", "é", "日", "😀", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u0000", "\\\"", "\\\\", "\\/", "\\n", " ",
        "\u0001", "\0", "\u007f", "\ufffd",
    ];

    private readonly CompiledPipeline _pipeline = CompiledPipeline.Compile(BuiltInPipeline.Definition);
    private readonly EventParser _parser = new(new UserIdPool(), EventRules.Default);
    private readonly RecordReader _reader;

    public EventPathTests() => _reader = new RecordReader(_pipeline, EventRules.Default);

    private static Gen<string> Number => Gen.Frequency(
        (3, Gen.Elements(Numbers)),
        (3, from whole in Gen.Elements(Digits)
            from fraction in Gen.Elements(Digits)
            from exponent in Gen.Choose(-400, 320)
            from form in Gen.Choose(0, 3)
            select form switch
            {
                0 => whole,
                1 => $"-{whole}.{fraction}",
                2 => string.Create(CultureInfo.InvariantCulture, $"{whole}e{exponent}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{whole}.{fraction}E{exponent}"),
            }),
        (2, ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite)
            .Select(value => value.ToString("R", CultureInfo.InvariantCulture))));

    private static Gen<string> Time => Gen.Frequency(
        (2, Gen.Elements(Times)),
        (6, Gen.Choose(0, int.MaxValue).Select(
            seconds => (978_307_200_000 + (seconds * 4_000L)).ToString(CultureInfo.InvariantCulture))));

    private static Gen<string> UserId => Gen.Frequency(
        (3, Gen.Elements(UserIdPieces).ListOf().Select(pieces => $"\"{string.Concat(pieces)}\"")),
        (8, Gen.Elements("\"u17\"", "\"a\"", "\"\\u00e9\\n\"")),
        (1, Gen.Choose(508, 514).Select(length => $"\"{string.Concat(Enumerable.Repeat("\\u00e9", length))}\"")),
        (1, UserIds.AnyText.Select(text => System.Text.Json.JsonSerializer.Serialize(text))));

    private static Gen<string> Deep =>
        from depth in Gen.Elements(1, 62, 63, 64, 65, 100)
        from open in Gen.Elements("[", "{\"x\":")
        select string.Concat(Enumerable.Repeat(open, depth)) + "1" + new string(open == "[" ? ']' : '}', depth);

    private static Gen<string> Member => Gen.Frequency(
        (6, UserId.Select(id => $"\"user_id\":{id}")),
        (6, Number.Select(number => $"\"value\":{number}")),
        (6, Time.Select(time => $"\"time\":{time}")),
        (3, from name in Gen.Elements(Names)
            from value in Gen.OneOf(Number, Time, UserId, Gen.Elements(Others), Deep)
            from space in Gen.Elements(Spaces)
            from other in Gen.Elements(Spaces)
            select $"\"{name}\"{space}:{other}{value}"));

    // Most have the members of an event, in any order, so that many are accepted.
    private static Gen<byte[]> Messages =>
        from user in UserId
        from value in Number
        from time in Time
        from present in Gen.Frequency((6, Gen.Constant(7)), (3, Gen.Constant(3)), (1, Gen.Choose(0, 7)))
        from more in Gen.Frequency((4, Gen.Constant(new List<string>())), (3, Member.ListOf(2).Select(list => list.ToList())))
        from seed in Gen.Choose(0, int.MaxValue)
        select Write([
            .. (present & 1) == 0 ? (string[])[] : [$"\"user_id\":{user}"],
            .. (present & 2) == 0 ? (string[])[] : [$"\"value\":{value}"],
            .. (present & 4) == 0 ? (string[])[] : [$"\"time\":{time}"],
            .. more,
        ], new Random(seed));

    [Fact]
    public void What_the_parser_of_events_accepts_the_built_in_pipeline_accepts_with_the_same_values()
    {
        int accepted = 0;
        var kinds = new HashSet<string>();
        Always.Holds(
            Messages.Zip(Gen.Frequency(
                (3, Gen.Elements(1_700_000_000_001L, EventLimits.MinPlausibleTime, EventLimits.MaxTime)),
                (1, Gen.Elements(0L, -1L, EventLimits.MaxTime + 1, long.MinValue)))),
            @case =>
            {
                if (AssertSame(@case.Item1, @case.Item2 == long.MinValue ? null : @case.Item2))
                {
                    accepted++;
                    string text = Encoding.UTF8.GetString(@case.Item1);
                    kinds.UnionWith(new[] { "\\u", "e-", "\"x\"", "\"time\"", "-0" }.Where(text.Contains));
                }
            },
            Cases);

        Assert.InRange(accepted, Cases / 10, Cases);
        Assert.Equal(5, kinds.Count);
    }

    public static TheoryData<string> Examples =>
    [
        """{"user_id":"u","value":1e-400,"time":1700000000000}""",
        """{"user_id":"u","value":-0e-400,"time":1700000000000}""",
        """{"user_id":"u","value":1,"time":1700000000000.0}""",
        """{"value\ud800":1,"user_id":"u","value":1,"time":1700000000000}""",
        """{"\ud800":1,"user_id":"u","value":1,"time":1700000000000}""",
        $$"""{"user_id":"u","value":1,"x":{{new string('[', 63)}}{{new string(']', 63)}}}""",
        $$"""{"user_id":"u","value":1,"x":{{new string('[', 64)}}{{new string(']', 64)}}}""",
        """{"user_id":"\u0000","value":1}""",
        """{"user_id":"u","value":null,"value":1,"user_id":"w"}""",
    ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Unusual_records_are_the_same(string json) => AssertSame(Encoding.UTF8.GetBytes(json), 1_700_000_000_001);

    [Fact]
    public void Invalid_UTF_8_is_the_same()
    {
        AssertSame([.. "{\"user_id\":\"u\",\"value\":1,\"x\":\""u8, 0xFF, .. "\"}"u8], 1_700_000_000_001);
        AssertSame([.. "{\"user_id\":\"u\",\"value\":1,\""u8, 0xC3, .. "\":1}"u8], 1_700_000_000_001);
    }

    // Joins members with white space, and sometimes changes a byte or adds something behind.
    private static byte[] Write(string[] members, Random random)
    {
        random.Shuffle(members);
        string Space() => random.Next(8) == 0 ? Spaces[random.Next(Spaces.Length)] : "";
        var text = new StringBuilder(Space()).Append('{');
        for (int i = 0; i < members.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Space()).Append(members[i]).Append(Space());
        }

        text.Append('}').Append(Space()).Append(random.Next(40) == 0 ? "x" : "");
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(8) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    // Whether the parser accepts the record.
    private bool AssertSame(byte[] record, long? brokerTime)
    {
        if (_parser.Parse(record, out ParsedEvent parsed) != RejectionReason.None
            || parsed.Complete(brokerTime, EventRules.Default, out UserEvent counted) != RejectionReason.None)
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(record);
        Assert.True(
            _reader.TryRead(record, new RecordMetadata { Timestamp = brokerTime }, out RecordRejection rejection),
            $"{text}: {rejection}");
        var row = new Row(_pipeline.SlotCount);
        Assert.True(new EventColumns(_pipeline).TryFill(row, counted, out _));
        foreach ((SourceColumn column, int slot) in _pipeline.Columns)
        {
            // The column of the message from which the event time is computed is not one of an event.
            if (column.Name is BuiltInPipeline.UserId or BuiltInPipeline.Value or BuiltInPipeline.EventTime)
            {
                Assert.Equal((column.Name, Bits(row, slot, column)), (column.Name, Bits(_reader.Row, slot, column)));
            }
        }

        Assert.Equal(row.EventTime, _reader.Row.EventTime);
        Assert.Equal(counted.UserId, _reader.Row.Key!.Text);
        return true;
    }

    private static object Bits(Row row, int slot, SourceColumn column)
    {
        object value = KeyText.Read(row, slot, column.Type);
        return value is double number ? BitConverter.DoubleToInt64Bits(number) : value;
    }
}
