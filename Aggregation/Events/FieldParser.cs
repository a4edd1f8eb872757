using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace PathwayOrleans.Aggregation.Events;

/// <summary>
/// Parses an event from three UTF-8 fields of a table. The rules are those of <see cref="EventParser"/>, except that
/// an empty field is a missing value, that numbers may be written as <c>+5</c>, <c>05</c> or with blanks around them, that
/// a time may have a point or an exponent, and that a value too small for a double is zero. Not thread-safe.
/// </summary>
/// <param name="userIds">Returns one string for equal user ids.</param>
/// <param name="rules">The configured limits.</param>
public sealed class FieldParser(UserIdPool userIds, EventRules rules)
{
    // A code point has at most four bytes in UTF-8.
    private const int MaxUserIdBytes = EventLimits.MaxUserIdLength * 4;

    private readonly char[] _userIdBuffer = new char[MaxUserIdBytes];

    /// <summary>Parses one event.</summary>
    /// <returns>Why the event is rejected, or <see cref="RejectionReason.None"/>.</returns>
    public RejectionReason Parse(
        ReadOnlySpan<byte> userId, ReadOnlySpan<byte> value, ReadOnlySpan<byte> time, out ParsedEvent parsed)
    {
        RejectionReason userIdVerdict = ReadUserId(userId, out string user);
        RejectionReason valueVerdict = ReadValue(value, out double number);
        RejectionReason timeVerdict = ReadTime(time, out long? milliseconds);
        parsed = new ParsedEvent(user, number, milliseconds);
        return userIdVerdict != RejectionReason.None ? userIdVerdict
            : valueVerdict != RejectionReason.None ? valueVerdict
            : timeVerdict;
    }

    private RejectionReason ReadUserId(ReadOnlySpan<byte> text, out string userId)
    {
        userId = "";
        if (text.Length > MaxUserIdBytes)
        {
            return RejectionReason.UserIdTooLong;
        }

        if (Utf8.ToUtf16(text, _userIdBuffer, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return RejectionReason.UserIdInvalid;
        }

        ReadOnlySpan<char> characters = _userIdBuffer.AsSpan(0, length);
        RejectionReason verdict = UserIdText.Check(characters);
        if (verdict == RejectionReason.None)
        {
            userId = userIds.Get(characters);
        }

        return verdict;
    }

    private static RejectionReason ReadValue(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.IsEmpty)
        {
            return RejectionReason.ValueMissing;
        }

        if (!NumberText.TryReadDouble(text, out value))
        {
            return RejectionReason.ValueNotNumeric;
        }

        return !double.IsFinite(value) ? RejectionReason.ValueNotFinite
            : Math.Abs(value) > EventLimits.MaxValue ? RejectionReason.ValueOutOfRange
            : RejectionReason.None;
    }

    private RejectionReason ReadTime(ReadOnlySpan<byte> text, out long? time)
    {
        time = null;
        if (text.IsEmpty)
        {
            return RejectionReason.None;
        }

        if ((!Utf8Parser.TryParse(text, out long milliseconds, out int read) || read != text.Length)
            && !NumberText.TryReadInteger(text, out milliseconds))
        {
            return RejectionReason.TimeNotAnInteger;
        }

        time = milliseconds;
        return rules.CheckTime(milliseconds);
    }
}
