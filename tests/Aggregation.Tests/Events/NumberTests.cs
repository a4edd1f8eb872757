using PathwayOrleans.Fuzz;

namespace PathwayOrleans.Aggregation.Tests.Events;

/// <summary>Numbers are parsed as exact arithmetic on their digits has it. <c>tools/Fuzz</c> runs this for longer.</summary>
public sealed class NumberTests
{
    private const int Inputs = 20_000;

    private readonly NumberComparison _comparison = new();

    [Theory]
    [InlineData("9007199254740993.00000000000")]
    [InlineData("2971732228566.60000000e5")]
    [InlineData("9007199254740993.000000000000000000000000001")]
    [InlineData("1e-400")]
    [InlineData("-99652510371.20801e-389")]
    [InlineData("0e-400")]
    [InlineData("-0.000e5")]
    [InlineData("1700000000000.0000000000000000000000000000000001")]
    [InlineData("17000000000000000000000000000000000000000000e-31")]
    [InlineData("0.0000000000000000000000000000017e42")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("2.4703282292062327e-324")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775809")]
    public void Numbers_are_read_exactly(string number) => Assert.Null(_comparison.FindDifference(number));

    [Theory]
    [InlineData("17", 1_040_011, "e-1040000")]
    [InlineData("17", 1_040_000, "e-1040000")]
    [InlineData("17", 1_039_999, "e-1040001")]
    [InlineData("1", 1_040_000, "e-1040000")]
    [InlineData("1", 100, "e-99999999999999999999")]
    [InlineData("1", 100, "e99999999999999999999")]
    [InlineData("0", 0, "e-99999999999999999999")]
    public void Numbers_as_long_as_a_message_are_read_exactly(string digits, int zeros, string exponent) =>
        Assert.Null(_comparison.FindDifference(digits + new string('0', zeros) + exponent));

    [Theory]
    [InlineData(1_040_011, 1_700_000_000_000L)]
    [InlineData(1_040_000, 17L)]
    [InlineData(1_039_999, null)]
    public void A_long_fraction_is_moved_by_its_exponent(int exponent, long? expected)
    {
        string number = $"0.{new string('0', 1_039_998)}17e{exponent}";
        Assert.Null(_comparison.FindDifference(number));
        Assert.Equal(expected, (long?)ExactNumber.Parse(number).ToInteger());
    }

    [Fact]
    public void Random_numbers_are_read_exactly()
    {
        var inputs = new NumberInputs(seed: 7);
        for (int i = 0; i < Inputs; i++)
        {
            Assert.Null(_comparison.FindDifference(inputs.Next()));
        }
    }

    [Theory]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740995", 9007199254740996.0)]
    [InlineData("-0.1", -0.1)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("2e-324", 0.0)]
    [InlineData("1e309", double.PositiveInfinity)]
    public void The_independent_parser_rounds_half_to_even(string number, double expected) =>
        Assert.Equal(expected, ExactNumber.Parse(number).ToDouble());
}
