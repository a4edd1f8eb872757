using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests;

public class PositionTests
{
    private static readonly BigInteger Largest = (BigInteger.One << 192) - 1;

    // Words of all zeros and all ones, as carries and comparisons are most error-prone there.
    private static Gen<BigInteger> Numbers =>
        from high in Word
        from middle in Word
        from low in Word
        select ((BigInteger)high << 128) | ((BigInteger)middle << 64) | low;

    private static Gen<ulong> Word => Gen.OneOf(
        Gen.Elements<ulong>(0, 1, ulong.MaxValue, ulong.MaxValue - 1, long.MaxValue, (ulong)long.MaxValue + 1),
        ArbMap.Default.GeneratorFor<ulong>());

    [Fact]
    public void Numbers_and_digits_round_trip() => Always.Holds(Numbers, number =>
    {
        Position position = Position.FromNumber(number);
        string digits = number.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(number, position.ToNumber());
        Assert.Equal(digits, position.ToString());
        Assert.Equal(position, Position.Parse(digits));
        Assert.Equal(position, Position.Parse("00" + digits));
    });

    [Fact]
    public void Positions_are_ordered_like_their_numbers() => Always.Holds(Numbers.Zip(Numbers), pair =>
    {
        (BigInteger left, BigInteger right) = pair;
        AssertOrder(left, right);
        AssertOrder(left, left);
        AssertOrder(left, BigInteger.Min(left + 1, Largest));
    });

    [Fact]
    public void The_next_one_is_one_higher() => Always.Holds(
        Numbers.Where(number => number < Largest),
        number => Assert.Equal(number + 1, Position.FromNumber(number).Next.ToNumber()));

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void The_next_one_carries_into_the_next_word(int bits) =>
        Assert.Equal(BigInteger.One << bits, Position.FromNumber((BigInteger.One << bits) - 1).Next.ToNumber());

    [Fact]
    public void Largest_position_has_no_next() => Assert.Throws<OverflowException>(() => Position.FromNumber(Largest).Next);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Offsets_round_trip(long offset)
    {
        Position position = Position.FromOffset(offset);
        Assert.Equal(offset, position.ToOffset());
        Assert.Equal(offset, (long)position.ToNumber());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-1001)]
    [InlineData(long.MinValue)]
    public void Negative_offset_is_rejected(long offset) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Position.FromOffset(offset));

    [Fact]
    public void Position_of_more_than_63_bits_cannot_be_an_offset()
    {
        Assert.Throws<OverflowException>(() => Position.FromOffset(long.MaxValue).Next.ToOffset());
        Assert.Throws<OverflowException>(() => Position.FromNumber(BigInteger.One << 64).ToOffset());
        Assert.Throws<OverflowException>(() => Position.FromNumber(BigInteger.One << 128).ToOffset());
    }

    [Fact]
    public void Numbers_outside_of_192_bits_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Position.FromNumber(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Position.FromNumber(Largest + 1));
        Assert.Equal(Largest, Position.FromNumber(Largest).ToNumber());
        Assert.Throws<FormatException>(() => Position.Parse((Largest + 1).ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("1,000")]
    [InlineData("٣")]
    public void Text_that_is_not_digits_is_rejected(string text) => Assert.Throws<FormatException>(() => Position.Parse(text));

    [Fact]
    public void Zero_is_the_lowest_position()
    {
        Assert.Equal("0", Position.Zero.ToString());
        Assert.Equal(Position.FromOffset(0), Position.Zero);
        Assert.False(Position.Zero.Equals(null));
    }

    private static void AssertOrder(BigInteger left, BigInteger right)
    {
        Position a = Position.FromNumber(left);
        Position b = Position.FromNumber(right);
        Assert.Equal(left.CompareTo(right), Math.Sign(a.CompareTo(b)));
        Assert.Equal(left < right, a < b);
        Assert.Equal(left <= right, a <= b);
        Assert.Equal(left > right, a > b);
        Assert.Equal(left >= right, a >= b);
        Assert.Equal(left == right, a == b);
        Assert.Equal(left != right, a != b);
        Assert.Equal(left == right, a.Equals((object)b));
        Assert.True(left != right || a.GetHashCode() == b.GetHashCode());
    }
}
