using System.Text;
using System.Text.Json;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Producer.Events;

/// <summary>
/// Malformed messages for every rejection reason that a message from Kafka can have, most in several variants. Not included are
/// an oversize message, which many brokers refuse, and a missing time, which is always replaced by Kafka's own timestamp. If a
/// message names a user, it is a user of the load, so that counting the message by mistake is detected.
/// </summary>
public static class MalformedMessages
{
    private static readonly string TooLong = new('x', EventLimits.MaxUserIdLength + 1);

    private static readonly (RejectionReason Reason, Func<string, byte[]?> Bytes)[] Kinds =
    [
        (RejectionReason.Empty, _ => null),
        (RejectionReason.Empty, _ => []),
        (RejectionReason.NotJson, _ => Utf8("this is not JSON")),
        (RejectionReason.NotJson, id => Utf8($$"""{"user_id":"{{id}}","value":1.5""")),
        (RejectionReason.NotJson, id => Utf8($$"""{"user_id":"{{id}}","value":NaN}""")),
        (RejectionReason.NotJson, id => [.. Utf8($$"""{"user_id":"{{id}}","value":"""), 0xFF, 0xFE]),
        (RejectionReason.NotAnObject, id => Utf8($$"""["{{id}}",1.5]""")),
        (RejectionReason.NotAnObject, _ => Utf8("17")),
        (RejectionReason.TrailingBytes, id => Utf8($$"""{"user_id":"{{id}}","value":1.5}{"user_id":"{{id}}","value":1.5}""")),
        (RejectionReason.UserIdMissing, _ => Utf8("""{"value":1.5,"time":1700000000000}""")),
        (RejectionReason.UserIdNotAString, _ => Utf8("""{"user_id":17,"value":1.5,"time":1700000000000}""")),
        (RejectionReason.UserIdNotAString, _ => Utf8("""{"user_id":null,"value":1.5,"time":1700000000000}""")),
        (RejectionReason.UserIdEmpty, _ => Utf8("""{"user_id":"","value":1.5,"time":1700000000000}""")),
        (RejectionReason.UserIdTooLong, _ => Utf8($$"""{"user_id":"{{TooLong}}","value":1.5}""")),
        (RejectionReason.UserIdInvalid, _ => [.. "{\"user_id\":\"u"u8, 0xC3, 0x28, .. "\",\"value\":1.5}"u8]),
        (RejectionReason.UserIdInvalid, _ => Utf8("""{"user_id":"u\ud800","value":1.5}""")),
        (RejectionReason.UserIdInvalid, _ => Utf8("""{"user_id":"u\u0000","value":1.5}""")),
        (RejectionReason.ValueMissing, id => Utf8($$"""{"user_id":"{{id}}","time":1700000000000}""")),
        (RejectionReason.ValueNotNumeric, id => Utf8($$"""{"user_id":"{{id}}","value":"1.5"}""")),
        (RejectionReason.ValueNotNumeric, id => Utf8($$"""{"user_id":"{{id}}","value":null}""")),
        (RejectionReason.ValueNotFinite, id => Utf8($$"""{"user_id":"{{id}}","value":1e999}""")),
        (RejectionReason.ValueOutOfRange, id => Utf8($$"""{"user_id":"{{id}}","value":-1e300}""")),
        (RejectionReason.TimeNotAnInteger, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":"yesterday"}""")),
        (RejectionReason.TimeNotAnInteger, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1700000000000.5}""")),
        (RejectionReason.TimeBefore1970, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":-1}""")),
        (RejectionReason.TimeTooEarly, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":0}""")),
        (RejectionReason.TimeLooksLikeSeconds, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1700000000}""")),
        (RejectionReason.TimeAfter2262, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1e18}""")),
    ];

    /// <summary>The number of variants.</summary>
    public static int Count => Kinds.Length;

    /// <summary>Creates a malformed message.</summary>
    /// <param name="number">Consecutive numbers give all variants in turn.</param>
    /// <param name="userId">The user id to put into the message, if the variant has one.</param>
    /// <returns>The rejection reason and the bytes; null for a tombstone.</returns>
    public static (RejectionReason Reason, byte[]? Bytes) Create(long number, string userId)
    {
        (RejectionReason reason, Func<string, byte[]?> bytes) = Kinds[number % Kinds.Length];
        return (reason, bytes(JsonEncodedText.Encode(userId).Value));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
