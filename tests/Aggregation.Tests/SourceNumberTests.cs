namespace PathwayOrleans.Aggregation.Tests;

public sealed class SourceNumberTests
{
    [Theory]
    [InlineData("kafka/c/events/ä\"", 5604077283140010916)]
    [InlineData("s2", 3256815317625123626)]
    [InlineData("file:sha256:ab", -7143722481195166120)]
    public void The_number_of_a_source_follows_from_its_name_and_never_changes(string name, long number)
    {
        Assert.Equal(number, SourceNumber.Of(name));
        Assert.Equal(number, SourcePartition.Of(name, 1).SourceNumber);
        Assert.Equal(number < 0, SourceNumber.HasEnd(number));
    }
}
