using System.Globalization;
using System.Numerics;
using System.Text;

namespace PathwayOrleans.Aggregation;

/// <summary>
/// A record's position in its source partition: an opaque, unsigned number with a total order within that
/// partition. Positions of different partitions must not be compared. Kafka, RabbitMQ streams and files use
/// 64 bits, Kinesis up to 186; this type holds 192.
/// </summary>
public readonly struct Position : IComparable<Position>, IEquatable<Position>
{
    /// <summary>The number of digits of 2^192 - 1.</summary>
    internal const int MaxDigits = 58;

    private static readonly BigInteger TooLarge = BigInteger.One << 192;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly ulong _low;

    private Position(ulong high, ulong middle, ulong low)
    {
        _high = high;
        _middle = middle;
        _low = low;
    }

    /// <summary>The lowest position.</summary>
    public static Position Zero => default;

    /// <summary>The position right after this one; "everything below <c>Next</c>" includes this position.</summary>
    /// <exception cref="OverflowException">This is the highest position of 192 bits.</exception>
    public Position Next
    {
        get
        {
            ulong low = unchecked(_low + 1);
            ulong middle = low == 0 ? unchecked(_middle + 1) : _middle;
            ulong high = low == 0 && middle == 0 ? checked(_high + 1) : _high;
            return new Position(high, middle, low);
        }
    }

    /// <summary>Its bits, the highest 64 first.</summary>
    internal (ulong High, ulong Middle, ulong Low) Bits => (_high, _middle, _low);

    /// <summary>Converts a 64-bit offset, such as Kafka's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative, as Kafka's logical offsets are.</exception>
    public static Position FromOffset(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new Position(0, 0, (ulong)offset);
    }

    /// <summary>Converts a non-negative number below 2^192.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or too large.</exception>
    public static Position FromNumber(BigInteger number)
    {
        if (number.Sign < 0 || number >= TooLarge)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "A position must be between 0 and 2^192 - 1.");
        }

        return new Position(
            (ulong)(number >> 128),
            (ulong)((number >> 64) & ulong.MaxValue),
            (ulong)(number & ulong.MaxValue));
    }

    /// <summary>Parses the decimal digits that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not a decimal number of at most 192 bits.</exception>
    public static Position Parse(ReadOnlySpan<char> digits)
    {
        if (ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong low))
        {
            return new Position(0, 0, low);
        }

        if (BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number)
            && number < TooLarge)
        {
            return FromNumber(number);
        }

        throw new FormatException($"'{digits}' is not a position; it must be a decimal number between 0 and 2^192 - 1.");
    }

    /// <summary>Converts this position to a 64-bit offset.</summary>
    /// <exception cref="OverflowException">It needs more than 63 bits.</exception>
    public long ToOffset() =>
        _high == 0 && _middle == 0
            ? checked((long)_low)
            : throw new OverflowException($"Position {this} does not fit into a 64-bit offset.");

    public BigInteger ToNumber() => ((BigInteger)_high << 128) | ((BigInteger)_middle << 64) | _low;

    public int CompareTo(Position other)
    {
        int byHigh = _high.CompareTo(other._high);
        if (byHigh != 0)
        {
            return byHigh;
        }

        int byMiddle = _middle.CompareTo(other._middle);
        return byMiddle != 0 ? byMiddle : _low.CompareTo(other._low);
    }

    public bool Equals(Position other) => _low == other._low && _middle == other._middle && _high == other._high;

    public override bool Equals(object? obj) => obj is Position other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_high, _middle, _low);

    /// <summary>The position in decimal digits.</summary>
    public override string ToString() =>
        _high == 0 && _middle == 0
            ? _low.ToString(CultureInfo.InvariantCulture)
            : ToNumber().ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the decimal digits. The buffer must have room for <see cref="MaxDigits"/>.</summary>
    internal int Format(Span<byte> digits)
    {
        int written;
        bool fits = _high == 0 && _middle == 0
            ? _low.TryFormat(digits, out written, default, CultureInfo.InvariantCulture)
            : Encoding.ASCII.TryGetBytes(ToString(), digits, out written);
        return fits ? written : throw new ArgumentException($"The buffer has {digits.Length} bytes.", nameof(digits));
    }

    public static bool operator ==(Position left, Position right) => left.Equals(right);

    public static bool operator !=(Position left, Position right) => !left.Equals(right);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}
