namespace PathwayOrleans.Demo.Tests;

public sealed class DemoPhasesTests
{
    [Theory]
    [InlineData(300_000, new long[] { 300_000 })]
    [InlineData(300_000, new long[] { 150_000, 150_000 })]
    [InlineData(20_001, new long[] { 10_001, 10_000 })]
    [InlineData(1, new long[] { 1, 0 })]
    [InlineData(0, new long[] { 0, 0 })]
    public void Phases_have_equal_parts_that_add_up_to_all_messages(long messages, long[] parts) =>
        Assert.Equal(parts, Enumerable.Range(0, parts.Length).Select(turn => DemoPhases.PartOf(messages, turn, parts.Length)));
}
