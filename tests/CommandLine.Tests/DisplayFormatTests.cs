namespace PathwayOrleans.CommandLine.Tests;

public sealed class DisplayFormatTests
{
    [Theory]
    [InlineData(7070.499999999999, "7070.5", "7070.499999999999")]
    [InlineData(0.30000000000000004, "0.3", "0.30000000000000004")]
    [InlineData(-0.25, "-0.25", "-0.25")]
    [InlineData(1e288, "1E+288", "1E+288")]
    public void A_sum_is_shown_without_rounding_errors_and_written_exactly(double value, string shown, string exact) =>
        Assert.Equal((shown, exact), (DisplayFormat.Value(value), DisplayFormat.Exact(value)));
}
