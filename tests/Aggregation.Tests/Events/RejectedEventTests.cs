using System.Text;
using PathwayOrleans.Aggregation.Events;
using static PathwayOrleans.Aggregation.Tests.Events.Parsing;

namespace PathwayOrleans.Aggregation.Tests.Events;

public class RejectedEventTests
{
    [Fact]
    public void A_tombstone_is_empty() => Assert.Equal(RejectionReason.Empty, ReasonOf([]));

    [Theory]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{\"user_id\":\"u\",\"value\":1,}")]
    [InlineData("{\"user_id\":\"u\",\"value\":01}")]
    [InlineData("{\"user_id\":\"u\",\"value\":+1}")]
    [InlineData("{\"user_id\":\"u\",\"value\":.5}")]
    [InlineData("{\"user_id\":\"u\",\"value\":NaN}")]
    [InlineData("{\"user_id\":\"u\",\"value\":Infinity}")]
    [InlineData("{\"user_id\":\"u\\x\",\"value\":1}")]
    [InlineData("{\"user_id\":\"u\n\",\"value\":1}")]
    [InlineData("{'user_id':'u','value':1}")]
    [InlineData("{\"user_id\":\"u\",\"value\":1/**/}")]
    [InlineData("{\"x\":[1}")]
    [InlineData("[1")]
    [InlineData("12x")]
    [InlineData("\uFEFF{\"user_id\":\"u\",\"value\":1}")]
    [InlineData("\0{\"user_id\":\"u\",\"value\":1}")]
    [InlineData("{\"user_id\":\"u\",\"value\":1\0}")]
    public void Invalid_JSON_is_not_json(string message) => Assert.Equal(RejectionReason.NotJson, ReasonOf(message));

    [Fact]
    public void Truncated_message_is_not_json()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""{"user_id":"u\u00e9é😀","value":-1.5e3,"x":[{"y":null}],"time":1700000000000}""");
        Assert.Equal(RejectionReason.None, ReasonOf(whole));
        for (int length = 1; length < whole.Length; length++)
        {
            Assert.Equal(RejectionReason.NotJson, ReasonOf(whole[..length]));
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"user_id":"u","value":1}]""")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData(" 12 ")]
    [InlineData("\"user_id\"")]
    public void Other_JSON_is_not_an_object(string message) => Assert.Equal(RejectionReason.NotAnObject, ReasonOf(message));

    [Theory]
    [InlineData("""{"user_id":"u","value":1}x""")]
    [InlineData("""{"user_id":"u","value":1}{"user_id":"u","value":1}""")]
    [InlineData("""{"user_id":"u","value":1} ,""")]
    [InlineData("{\"user_id\":\"u\",\"value\":1}\0")]
    [InlineData("{\"user_id\":\"u\",\"value\":1}\u00a0")]
    [InlineData("{}}")]
    [InlineData("[] []")]
    [InlineData("\"a\" b")]
    public void Data_after_the_value_is_trailing_bytes(string message) =>
        Assert.Equal(RejectionReason.TrailingBytes, ReasonOf(message));

    [Theory]
    [InlineData("""{}""", RejectionReason.UserIdMissing)]
    [InlineData("""{"value":1,"time":5}""", RejectionReason.UserIdMissing)]
    [InlineData("""{"User_Id":"u","value":1}""", RejectionReason.UserIdMissing)]
    [InlineData("""{"x":{"user_id":"u"},"value":1}""", RejectionReason.UserIdMissing)]
    [InlineData("""{"user_id":null,"value":1}""", RejectionReason.UserIdNotAString)]
    [InlineData("""{"user_id":17,"value":1}""", RejectionReason.UserIdNotAString)]
    [InlineData("""{"user_id":["u"],"value":1}""", RejectionReason.UserIdNotAString)]
    [InlineData("""{"user_id":{"user_id":"u"},"value":1}""", RejectionReason.UserIdNotAString)]
    [InlineData("""{"user_id":true,"value":1}""", RejectionReason.UserIdNotAString)]
    [InlineData("""{"user_id":"","value":1}""", RejectionReason.UserIdEmpty)]
    [InlineData("""{"user_id":"\u0000","value":1}""", RejectionReason.UserIdInvalid)]
    [InlineData("""{"user_id":"u\u00001","value":1}""", RejectionReason.UserIdInvalid)]
    [InlineData("""{"user_id":"\ud800","value":1}""", RejectionReason.UserIdInvalid)]
    [InlineData("""{"user_id":"u\udc00","value":1}""", RejectionReason.UserIdInvalid)]
    [InlineData("""{"user_id":"\udc00\ud800","value":1}""", RejectionReason.UserIdInvalid)]
    public void Invalid_user_id_has_a_specific_reason(string message, RejectionReason reason) =>
        Assert.Equal(reason, ReasonOf(message));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void Invalid_UTF_8_is_not_json(byte[] text)
    {
        Assert.Equal(RejectionReason.NotJson, ReasonOf([.. "{\"user_id\":\"u"u8, .. text, .. "\",\"value\":1}"u8]));
        Assert.Equal(RejectionReason.NotJson, ReasonOf([.. "{\"user_id\":\"u\",\"value\":1,\"x\":\""u8, .. text, .. "\"}"u8]));
    }

    // The pipeline rejects them too.
    [Theory]
    [InlineData("value\\ud800")]
    [InlineData("user_id\\udfff")]
    [InlineData("tim\\ud83d\\u0065")]
    public void A_name_with_a_lone_surrogate_is_not_json(string name) => Assert.Equal(
        RejectionReason.NotJson,
        ReasonOf($$"""{"{{name}}":1,"user_id":"u17","value":12.5,"time":1700000000000}"""));

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void More_than_64_levels_are_not_json(char open, char close)
    {
        string levels = string.Concat(Enumerable.Repeat(open == '{' ? "{\"x\":" : "[", 64));
        Assert.Equal(
            RejectionReason.NotJson, ReasonOf($$"""{"user_id":"u","value":1,"x":{{levels}}1{{new string(close, 64)}}}"""));
    }

    [Theory]
    [InlineData("u")]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("😀")]
    [InlineData("\\u0075")]
    [InlineData("\\u65e5")]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\\"")]
    public void A_user_id_has_at_most_512_code_points(string character)
    {
        string Message(int count) => $$"""{"user_id":"{{string.Concat(Enumerable.Repeat(character, count))}}","value":1}""";

        Assert.Equal(512, Accepted(Message(512)).UserId.EnumerateRunes().Count());
        Assert.Equal(RejectionReason.UserIdTooLong, ReasonOf(Message(513)));
        Assert.Equal(RejectionReason.UserIdTooLong, ReasonOf(Message(50_000)));
    }

    [Theory]
    [InlineData("""{"user_id":"u"}""", RejectionReason.ValueMissing)]
    [InlineData("""{"user_id":"u","time":5}""", RejectionReason.ValueMissing)]
    [InlineData("""{"user_id":"u","value":null}""", RejectionReason.ValueNotNumeric)]
    [InlineData("""{"user_id":"u","value":"1"}""", RejectionReason.ValueNotNumeric)]
    [InlineData("""{"user_id":"u","value":[1]}""", RejectionReason.ValueNotNumeric)]
    [InlineData("""{"user_id":"u","value":{"value":1}}""", RejectionReason.ValueNotNumeric)]
    [InlineData("""{"user_id":"u","value":false}""", RejectionReason.ValueNotNumeric)]
    [InlineData("""{"user_id":"u","value":1e999}""", RejectionReason.ValueNotFinite)]
    [InlineData("""{"user_id":"u","value":-1e999}""", RejectionReason.ValueNotFinite)]
    [InlineData("""{"user_id":"u","value":1.0000000000000002e288}""", RejectionReason.ValueOutOfRange)]
    [InlineData("""{"user_id":"u","value":-1.0000000000000002e288}""", RejectionReason.ValueOutOfRange)]
    [InlineData("""{"user_id":"u","value":1.7976931348623157e308}""", RejectionReason.ValueOutOfRange)]
    [InlineData("""{"user_id":"u","value":1e-999}""", RejectionReason.ValueOutOfRange)]
    [InlineData("""{"user_id":"u","value":-0.02e-323}""", RejectionReason.ValueOutOfRange)]
    public void Invalid_value_has_a_specific_reason(string message, RejectionReason reason) =>
        Assert.Equal(reason, ReasonOf(message));

    [Theory]
    [InlineData("-1", RejectionReason.TimeBefore1970)]
    [InlineData("-9223372036854775808", RejectionReason.TimeBefore1970)]
    [InlineData("9223372036855", RejectionReason.TimeAfter2262)]
    [InlineData("9223372036854775807", RejectionReason.TimeAfter2262)]
    [InlineData("9223372036854775808", RejectionReason.TimeNotAnInteger)]
    [InlineData("1.7e12", RejectionReason.TimeNotAnInteger)]
    [InlineData("1700000000000.0", RejectionReason.TimeNotAnInteger)]
    [InlineData("0", RejectionReason.TimeTooEarly)]
    [InlineData("-0", RejectionReason.TimeTooEarly)]
    [InlineData("978307199", RejectionReason.TimeTooEarly)]
    [InlineData("978307200", RejectionReason.TimeLooksLikeSeconds)]
    [InlineData("1700000000", RejectionReason.TimeLooksLikeSeconds)]
    [InlineData("9223372036", RejectionReason.TimeLooksLikeSeconds)]
    [InlineData("9223372037", RejectionReason.TimeTooEarly)]
    [InlineData("978307199999", RejectionReason.TimeTooEarly)]
    [InlineData("1.5", RejectionReason.TimeNotAnInteger)]
    [InlineData("-0.5", RejectionReason.TimeNotAnInteger)]
    [InlineData("1e-3", RejectionReason.TimeNotAnInteger)]
    [InlineData("1700000000000.0001", RejectionReason.TimeNotAnInteger)]
    [InlineData("\"12\"", RejectionReason.TimeNotAnInteger)]
    [InlineData("null", RejectionReason.TimeNotAnInteger)]
    [InlineData("[1]", RejectionReason.TimeNotAnInteger)]
    [InlineData("{}", RejectionReason.TimeNotAnInteger)]
    [InlineData("true", RejectionReason.TimeNotAnInteger)]
    public void Invalid_time_has_a_specific_reason(string time, RejectionReason reason) =>
        Assert.Equal(reason, ReasonOf($$"""{"user_id":"u","value":1,"time":{{time}}}"""));

    [Theory]
    [InlineData("""{"user_id":"u","user_id":"","value":1}""", RejectionReason.UserIdEmpty)]
    [InlineData("""{"user_id":"u","value":1,"value":"1"}""", RejectionReason.ValueNotNumeric)]
    [InlineData("""{"user_id":"u","value":1,"time":5,"time":-5}""", RejectionReason.TimeBefore1970)]
    [InlineData("""{"user_id":"u","value":1,"time":5,"\u0074ime":null}""", RejectionReason.TimeNotAnInteger)]
    public void Last_duplicate_property_is_used_even_if_invalid(string message, RejectionReason reason) =>
        Assert.Equal(reason, ReasonOf(message));

    [Fact]
    public void Sum_of_the_maximum_number_of_maximum_values_is_finite() =>
        Assert.True(double.IsFinite(EventLimits.MaxValue * long.MaxValue));
}
