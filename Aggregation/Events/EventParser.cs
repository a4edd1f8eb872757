using System.Text.Json;
using System.Text.Unicode;

namespace PathwayOrleans.Aggregation.Events;

/// <summary>
/// Parses an event from UTF-8 JSON, <c>{"user_id":"u17","value":12.5,"time":1700000000000}</c>, in place: the
/// message is neither copied nor decoded to text. Properties may come in any order. Other properties are ignored at
/// any nesting depth. If a property occurs twice, the last one is used. What it accepts, the built-in pipeline accepts
/// too, with the same values; about what it rejects, the pipeline decides. Not thread-safe.
/// </summary>
/// <param name="userIds">Returns one string for equal user ids.</param>
/// <param name="rules">The configured limits.</param>
public sealed class EventParser(UserIdPool userIds, EventRules rules)
{
    // A code point has at most two UTF-16 units, and each unit at most six bytes in JSON ("\u00e4").
    private const int MaxUserIdBytes = EventLimits.MaxUserIdLength * 2 * 6;

    // The depth that pipelines read.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 64 };

    private readonly char[] _userIdBuffer = new char[MaxUserIdBytes];

    /// <summary>Parses one message.</summary>
    /// <param name="message">The payload; empty for a tombstone.</param>
    /// <param name="parsed">The event, if the result is <see cref="RejectionReason.None"/>.</param>
    /// <returns>Why the message is rejected, or <see cref="RejectionReason.None"/>.</returns>
    public RejectionReason Parse(ReadOnlySpan<byte> message, out ParsedEvent parsed)
    {
        parsed = default;
        if (message.IsEmpty)
        {
            return RejectionReason.Empty;
        }

        if (message.Length > EventLimits.MaxMessageBytes)
        {
            return RejectionReason.Oversize;
        }

        try
        {
            // The reader does not check values that are skipped.
            return Utf8.IsValid(message) ? ParseJson(message, out parsed) : RejectionReason.NotJson;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader cannot compare a name that has an escaped lone surrogate.
            return RejectionReason.NotJson;
        }
    }

    private RejectionReason ParseJson(ReadOnlySpan<byte> message, out ParsedEvent parsed)
    {
        parsed = default;
        var reader = new Utf8JsonReader(message, ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Reads the rest: if it is not valid JSON, the reason is NotJson, not NotAnObject.
            reader.Skip();
            return HasTrailingBytes(message, reader.BytesConsumed) ? RejectionReason.TrailingBytes : RejectionReason.NotAnObject;
        }

        var userIdVerdict = RejectionReason.UserIdMissing;
        var valueVerdict = RejectionReason.ValueMissing;
        var timeVerdict = RejectionReason.None;
        string userId = "";
        double value = 0;
        long? time = null;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("user_id"u8))
            {
                reader.Read();
                userIdVerdict = ReadUserId(ref reader, out userId);
            }
            else if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                valueVerdict = ReadValue(ref reader, out value);
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                timeVerdict = ReadTime(ref reader, out time);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (HasTrailingBytes(message, reader.BytesConsumed))
        {
            return RejectionReason.TrailingBytes;
        }

        parsed = new ParsedEvent(userId, value, time);
        return userIdVerdict != RejectionReason.None ? userIdVerdict
            : valueVerdict != RejectionReason.None ? valueVerdict
            : timeVerdict;
    }

    // The reader stops at the end of the first value. Reading on would throw the same exception as for any other
    // invalid JSON, so the remaining bytes are checked here.
    private static bool HasTrailingBytes(ReadOnlySpan<byte> message, long consumed) =>
        message[(int)consumed..].ContainsAnyExcept(" \t\r\n"u8);

    private RejectionReason ReadUserId(ref Utf8JsonReader reader, out string userId)
    {
        userId = "";
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return RejectionReason.UserIdNotAString;
        }

        if (reader.ValueSpan.Length > MaxUserIdBytes)
        {
            return RejectionReason.UserIdTooLong;
        }

        int length;
        try
        {
            length = reader.CopyString(_userIdBuffer);
        }
        catch (InvalidOperationException)
        {
            return RejectionReason.UserIdInvalid;
        }

        ReadOnlySpan<char> characters = _userIdBuffer.AsSpan(0, length);
        RejectionReason verdict = UserIdText.Check(characters);
        userId = verdict == RejectionReason.None ? userIds.Get(characters) : "";
        return verdict;
    }

    private static RejectionReason ReadValue(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return RejectionReason.ValueNotNumeric;
        }

        if (!NumberText.TryReadDouble(reader.ValueSpan, out value) || !double.IsFinite(value))
        {
            return RejectionReason.ValueNotFinite;
        }

        return Math.Abs(value) > EventLimits.MaxValue || (value == 0 && !IsZero(reader.ValueSpan))
            ? RejectionReason.ValueOutOfRange
            : RejectionReason.None;
    }

    private static bool IsZero(ReadOnlySpan<byte> number)
    {
        int exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return !(exponent < 0 ? number : number[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
    }

    private RejectionReason ReadTime(ref Utf8JsonReader reader, out long? time)
    {
        time = null;
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return RejectionReason.TimeNotAnInteger;
        }

        if (!reader.TryGetInt64(out long milliseconds))
        {
            return RejectionReason.TimeNotAnInteger;
        }

        time = milliseconds;
        return rules.CheckTime(milliseconds);
    }
}
