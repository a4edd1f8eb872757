using System.Text;
using PathwayOrleans.Aggregation.Events;
using static PathwayOrleans.Aggregation.Tests.Events.Parsing;

namespace PathwayOrleans.Aggregation.Tests.Events;

public class AcceptedEventTests
{
    private static readonly ParsedEvent Sample = new("u17", 12.5, 1_700_000_000_000);

    [Theory]
    [InlineData("""{"user_id":"u17","value":12.5,"time":1700000000000}""")]
    [InlineData("""{"user_id":"u17","time":1700000000000,"value":12.5}""")]
    [InlineData("""{"value":12.5,"user_id":"u17","time":1700000000000}""")]
    [InlineData("""{"value":12.5,"time":1700000000000,"user_id":"u17"}""")]
    [InlineData("""{"time":1700000000000,"user_id":"u17","value":12.5}""")]
    [InlineData("""{"time":1700000000000,"value":12.5,"user_id":"u17"}""")]
    public void Properties_come_in_any_order(string json) => Assert.Equal(Sample, Accepted(json));

    [Theory]
    [InlineData("""{"\u0075ser_id":"u17","v\u0061lue":12.5,"\u0074\u0069\u006d\u0065":1700000000000}""")]
    [InlineData("""{"\u0075\u0073\u0065\u0072\u005f\u0069\u0064":"\u0075\u0031\u0037","value":12.5,"time":1700000000000}""")]
    [InlineData("""{"user_id":"u\u00317","value":12.5,"time":1700000000000}""")]
    public void Names_and_values_may_be_escaped(string json) => Assert.Equal(Sample, Accepted(json));

    [Theory]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\" \"", " ")]
    [InlineData("\"日本\"", "日本")]
    [InlineData("\"\uFFFD\"", "\uFFFD")]
    public void User_id_is_not_changed(string jsonText, string userId) =>
        Assert.Equal(userId, Accepted($$"""{"user_id":{{jsonText}},"value":1}""").UserId);

    [Theory]
    [InlineData(
        """{"x":null,"user_id":"u17","y":[1,{"value":99}],"value":12.5,"z":{"user_id":"no","time":-1},"time":1700000000000}""")]
    [InlineData(
        """{"USER_ID":"no","Value":"no","user_id":"u17","value":12.5,"time":1700000000000,"user_id2":1,"user_i":2,"":3}""")]
    [InlineData("""{"a":true,"b":false,"c":"\ud800","user_id":"u17","value":12.5,"time":1700000000000}""")]
    public void Other_fields_are_ignored(string json) => Assert.Equal(Sample, Accepted(json));

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Other_fields_may_nest_64_levels_deep(char open, char close)
    {
        const int Depth = 63;
        string level = open == '{' ? "{\"x\":" : "[";
        var json = new StringBuilder("{\"x\":");
        for (int i = 0; i < Depth; i++)
        {
            json.Append(level);
        }

        json.Append('1').Append(close, Depth).Append(""","user_id":"u17","value":12.5,"time":1700000000000}""");
        Assert.Equal(Sample, Accepted(json.ToString()));
    }

    [Theory]
    [InlineData("1e3", 1000.0)]
    [InlineData("1E+3", 1000.0)]
    [InlineData("-1.5e-3", -0.0015)]
    [InlineData("0", 0.0)]
    [InlineData("-0", -0.0)]
    [InlineData("0.1", 0.1)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("0e-999", 0.0)]
    [InlineData("1e288", 1e288)]
    [InlineData("-1e288", -1e288)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    public void Values_up_to_the_limit_are_accepted(string json, double value) =>
        Assert.Equal(value, Accepted($$"""{"user_id":"u","value":{{json}}}""").Value);

    [Theory]
    [InlineData("978307200000", 978_307_200_000)]
    [InlineData("1700000000000", 1_700_000_000_000)]
    [InlineData("9223372036854", 9_223_372_036_854)]
    public void Times_from_2001_to_2262_are_accepted(string json, long time) =>
        Assert.Equal(time, Accepted($$"""{"user_id":"u","value":1,"time":{{json}}}""").Time);

    [Fact]
    public void The_last_possible_time_is_the_last_millisecond_of_64_bits_of_nanoseconds() =>
        Assert.Equal(
            new DateTimeOffset(2262, 4, 11, 23, 47, 16, 854, TimeSpan.Zero),
            DateTimeOffset.FromUnixTimeMilliseconds(EventLimits.MaxTime));

    [Fact]
    public void A_time_may_be_absent() => Assert.Null(Accepted("""{"user_id":"u","value":1}""").Time);

    [Theory]
    [InlineData("""{"user_id":"no","user_id":"u17","value":1,"value":12.5,"time":5,"time":1700000000000}""")]
    [InlineData("""{"user_id":"","user_id":"u17","value":"no","value":12.5,"time":-1,"time":1700000000000}""")]
    [InlineData("""{"user_id":5,"value":{"a":[]},"time":[1],"time":1700000000000,"value":12.5,"user_id":"u17"}""")]
    [InlineData("""{"user_id":"\ud800","value":1e999,"time":1.5,"\u0075ser_id":"u17","value":12.5,"time":1700000000000}""")]
    public void Last_duplicate_property_is_used(string json) => Assert.Equal(Sample, Accepted(json));

    [Theory]
    [InlineData(" \t\r\n{\"user_id\":\"u17\",\"value\":12.5,\"time\":1700000000000}")]
    [InlineData("{\"user_id\":\"u17\",\"value\":12.5,\"time\":1700000000000} \t\r\n")]
    [InlineData("{ \"user_id\" :\n\"u17\" ,\t\"value\" : 12.5 , \"time\"\r:1700000000000 }")]
    public void White_space_is_allowed_around_tokens(string json) => Assert.Equal(Sample, Accepted(json));

    [Fact]
    public void A_message_may_be_exactly_one_MiB()
    {
        byte[] message = Padded(EventLimits.MaxMessageBytes);
        Assert.Equal(1_048_576, message.Length);
        Assert.Equal(RejectionReason.None, Parse(message, out ParsedEvent parsed));
        Assert.Equal(Sample, parsed);
    }

    [Fact]
    public void A_message_may_not_be_one_byte_longer_than_one_MiB() =>
        Assert.Equal(RejectionReason.Oversize, ReasonOf(Padded(EventLimits.MaxMessageBytes + 1)));

    [Fact]
    public void Repeated_user_id_is_the_same_string()
    {
        var parser = new EventParser(new UserIdPool(), EventRules.Default);
        parser.Parse("""{"user_id":"u17","value":1}"""u8, out ParsedEvent first);
        parser.Parse("""{"value":2,"user_id":"u1\u0037"}"""u8, out ParsedEvent second);
        Assert.Same(first.UserId, second.UserId);
    }

    [Fact]
    public void Full_pool_is_cleared_and_stays_correct()
    {
        var parser = new EventParser(new UserIdPool(capacity: 2), EventRules.Default);
        foreach (string user in (string[])["a", "b", "c", "a", "b", "c", "c", "a"])
        {
            Assert.Equal(RejectionReason.None, parser.Parse(
                Encoding.UTF8.GetBytes($$"""{"user_id":"{{user}}","value":1}"""), out ParsedEvent parsed));
            Assert.Equal(user, parsed.UserId);
        }
    }

    private static byte[] Padded(int length)
    {
        const string Start = """{"user_id":"u17","value":12.5,"time":1700000000000,"x":" """;
        return Encoding.UTF8.GetBytes(Start + new string('x', length - Start.Length - 2) + "\"}");
    }
}
