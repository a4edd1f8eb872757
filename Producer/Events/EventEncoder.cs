using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PathwayOrleans.Producer.Events;

/// <summary>Writes keys and events without allocating. Not thread-safe.</summary>
internal sealed class EventEncoder
{
    private const int LongestNumber = 20;
    private const int LongestFixedText = 64;

    private readonly byte[] _keyPrefix;
    private readonly byte[] _eventPrefix;
    private readonly byte[] _scratch;
    private readonly ExactLengthArrays _keys;
    private readonly ExactLengthArrays _events;

    internal EventEncoder(string userPrefix)
    {
        _keyPrefix = Encoding.UTF8.GetBytes(userPrefix);
        _eventPrefix = [.. "{\"user_id\":\""u8, .. JsonEncodedText.Encode(userPrefix).EncodedUtf8Bytes];
        int longestKey = _keyPrefix.Length + LongestNumber;
        int longestEvent = _eventPrefix.Length + (3 * LongestNumber) + LongestFixedText;
        _scratch = new byte[longestEvent];
        _keys = new ExactLengthArrays(longestKey);
        _events = new ExactLengthArrays(longestEvent);
    }

    /// <summary>The user's id as bytes. Valid until the next call.</summary>
    internal byte[] Key(int user)
    {
        _keyPrefix.CopyTo(_scratch, 0);
        int length = WriteNumber(user, _keyPrefix.Length);
        return _keys.Copy(_scratch.AsSpan(0, length));
    }

    /// <summary>The event as JSON. Valid until the next call.</summary>
    internal byte[] Event(int user, int quarters, long time)
    {
        _eventPrefix.CopyTo(_scratch, 0);
        int length = WriteNumber(user, _eventPrefix.Length);
        length = Write("\",\"value\":"u8, length);
        length = WriteNumber(quarters / 4, length);
        length = Write(
            (quarters % 4) switch
            {
                1 => ".25"u8,
                2 => ".5"u8,
                3 => ".75"u8,
                _ => ""u8,
            },
            length);
        length = Write(",\"time\":"u8, length);
        length = WriteNumber(time, length);
        length = Write("}"u8, length);
        return _events.Copy(_scratch.AsSpan(0, length));
    }

    private int WriteNumber(long number, int at)
    {
        Utf8Formatter.TryFormat(number, _scratch.AsSpan(at), out int written);
        return at + written;
    }

    private int Write(ReadOnlySpan<byte> text, int at)
    {
        text.CopyTo(_scratch.AsSpan(at));
        return at + text.Length;
    }
}
