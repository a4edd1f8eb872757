using System.Globalization;
using FsCheck.Fluent;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.GrainRows;

public class NumericGrainKeyTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 0x17)]
    [InlineData("dad", 0xDAD)]
    [InlineData("DAD", 0xDAD)]
    [InlineData("7fffffffffffffff", long.MaxValue)]
    [InlineData("8000000000000000", long.MinValue)]
    [InlineData("ffffffffffffffff", -1)]
    [InlineData("00000000000000000000001", 1)]
    public void Up_to_64_bits_of_hexadecimal_digits_are_an_integer(string key, long number)
    {
        Assert.True(NumericGrainKey.TryParse(key, out NumericGrainKey parsed));
        Assert.Equal(new NumericGrainKey(0, number, IsGuid: false, Extension: null), parsed);
    }

    [Theory]
    [InlineData("17+", "")]
    [InlineData("17+x", "x")]
    [InlineData("17+x+y", "x+y")]
    [InlineData("17++", "+")]
    [InlineData("0000000000000000000000000000000+", "")]
    public void An_extension_begins_after_the_first_plus(string key, string extension)
    {
        Assert.True(NumericGrainKey.TryParse(key, out NumericGrainKey parsed));
        Assert.Equal(extension, parsed.Extension);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+17")]
    [InlineData("-1")]
    [InlineData("0x10")]
    [InlineData("1g")]
    [InlineData("12 ")]
    [InlineData(" 12")]
    [InlineData("١")]
    [InlineData("10000000000000000")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("{0123456789abcdef0123456789abcdef}")]
    public void Other_keys_are_text(string key) => Assert.False(NumericGrainKey.TryParse(key, out _));

    [Fact]
    public void GUID_round_trips_in_upper_and_lower_case() => Always.Holds(ArbMap.Default.GeneratorFor<Guid>(), id =>
    {
        Assert.True(NumericGrainKey.TryParse(id.ToString("N"), out NumericGrainKey lower));
        Assert.True(NumericGrainKey.TryParse(id.ToString("N").ToUpperInvariant(), out NumericGrainKey upper));
        Assert.Equal(lower, upper);
        Assert.True(lower.IsGuid);
        Assert.Equal(id.ToByteArray(), BitConverter.GetBytes(lower.N0).Concat(BitConverter.GetBytes(lower.N1)));
        Assert.Equal(id.ToString("N"), lower.Canonical);
    });

    [Fact]
    public void Integer_round_trips_with_leading_zeros() => Always.Holds(
        ArbMap.Default.GeneratorFor<long>().Zip(Gen.Choose(0, 9)),
        @case =>
        {
            (long number, int zeros) = @case;
            string digits = number.ToString("X", CultureInfo.InvariantCulture);
            Assert.True(NumericGrainKey.TryParse(new string('0', zeros) + digits.ToLowerInvariant(), out NumericGrainKey parsed));
            Assert.Equal(number, parsed.N1);
            Assert.Equal(digits, parsed.Canonical);
        });

    [Fact]
    public void Number_with_an_extension_is_never_canonical()
    {
        Assert.True(NumericGrainKey.TryParse("17+", out NumericGrainKey parsed));
        Assert.Equal("", parsed.Canonical);
    }
}
