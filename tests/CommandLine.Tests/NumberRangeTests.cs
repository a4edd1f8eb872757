namespace PathwayOrleans.CommandLine.Tests;

public sealed class NumberRangeTests
{
    [Fact]
    public void A_valid_value_passes() => NumberRange.Require(true, "--rate", 1, "0 or more");

    [Fact]
    public void The_error_has_name_value_and_requirement()
    {
        var refused = Assert.Throws<CommandFailedException>(() => NumberRange.Require(false, "--rate", -0.5, "0 or more"));

        Assert.Equal("--rate is -0.5; it must be 0 or more.", refused.Message);
    }
}
