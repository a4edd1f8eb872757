using PathwayOrleans.Cli.Demo;

namespace PathwayOrleans.Cli.Tests.Demo;

public sealed class DemoRelayTests
{
    [Theory]
    [InlineData(300_000, new long[] { 300_000 })]
    [InlineData(300_000, new long[] { 150_000, 150_000 })]
    [InlineData(20_001, new long[] { 10_001, 10_000 })]
    [InlineData(1, new long[] { 1, 0 })]
    [InlineData(0, new long[] { 0, 0 })]
    public void Turns_have_equal_parts_and_all_of_it_together(long messages, long[] parts) =>
        Assert.Equal(parts, Enumerable.Range(0, parts.Length).Select(turn => DemoRelay.PartOf(messages, turn, parts.Length)));
}
