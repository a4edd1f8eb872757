using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Tests;

public sealed class SplitMix64Tests
{
    [Fact]
    public void The_generator_produces_the_published_sequence()
    {
        var random = new SplitMix64(1234567);
        ulong[] expected =
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }
}
