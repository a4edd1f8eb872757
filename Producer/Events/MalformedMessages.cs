using System.Text;
using System.Text.Json;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Producer.Events;

/// <summary>
/// Malformed messages for every reason of dead letters that a message from Kafka can have, in several variants. Not included are
/// a message that is too large, which many brokers refuse, and a missing time, which is always replaced by Kafka's own timestamp.
/// If a message names a user, it is a user of the load, so that counting the message by mistake is detected.
/// </summary>
public static class MalformedMessages
{
    private const string Empty = "empty";
    private const string InvalidJson = "invalid_json";
    private const string Missing = "missing";
    private const string Invalid = "invalid";

    private static readonly string TooLong = new('x', EventLimits.MaxUserIdLength + 1);

    private static readonly (string Reason, Func<string, byte[]?> Bytes)[] Kinds =
    [
        (Empty, _ => null),
        (Empty, _ => []),
        (InvalidJson, _ => Utf8("this is not JSON")),
        (InvalidJson, id => Utf8($$"""{"user_id":"{{id}}","value":1.5""")),
        (InvalidJson, id => Utf8($$"""{"user_id":"{{id}}","value":NaN}""")),
        (InvalidJson, id => [.. Utf8($$"""{"user_id":"{{id}}","value":"""), 0xFF, 0xFE]),
        (InvalidJson, id => Utf8($$"""{"user_id":"{{id}}","value":1.5}{"user_id":"{{id}}","value":1.5}""")),
        (InvalidJson, _ => [.. "{\"user_id\":\"u"u8, 0xC3, 0x28, .. "\",\"value\":1.5}"u8]),
        (Missing, id => Utf8($$"""["{{id}}",1.5]""")),
        (Missing, _ => Utf8("17")),
        (Missing, _ => Utf8("""{"value":1.5,"time":1700000000000}""")),
        (Missing, _ => Utf8("""{"user_id":null,"value":1.5,"time":1700000000000}""")),
        (Missing, id => Utf8($$"""{"user_id":"{{id}}","time":1700000000000}""")),
        (Missing, id => Utf8($$"""{"user_id":"{{id}}","value":null}""")),
        (Invalid, _ => Utf8("""{"user_id":"","value":1.5,"time":1700000000000}""")),
        (Invalid, _ => Utf8($$"""{"user_id":"{{TooLong}}","value":1.5}""")),
        (Invalid, _ => Utf8("""{"user_id":"u\ud800","value":1.5}""")),
        (Invalid, _ => Utf8("""{"user_id":"u\u0000","value":1.5}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":"1,5"}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":[1.5]}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1e999}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":"yesterday"}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1700000000000.5}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":-1}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":0}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1700000000}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1000000000000000000}""")),
        (Invalid, id => Utf8($$"""{"user_id":"{{id}}","value":1.5,"time":1.7e12}""")),
    ];

    /// <summary>The number of variants.</summary>
    public static int Count => Kinds.Length;

    /// <summary>Creates a malformed message.</summary>
    /// <param name="number">Consecutive numbers give all variants in turn.</param>
    /// <param name="userId">The user id to put into the message, if the variant has one.</param>
    /// <returns>The reason of its dead letter, and the bytes; null for a tombstone.</returns>
    public static (string Reason, byte[]? Bytes) Create(long number, string userId)
    {
        (string reason, Func<string, byte[]?> bytes) = Kinds[number % Kinds.Length];
        return (reason, bytes(JsonEncodedText.Encode(userId).Value));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
