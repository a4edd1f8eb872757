using PathwayOrleans.Demo.Proof;

namespace PathwayOrleans.Demo.Tests;

public sealed class DemoResultTests
{
    [Fact]
    public void The_JSON_result_has_stable_names_in_a_stable_order() => Assert.Equal(
        """{"engine":"standalone","produced":300000,"applied":300000,"lost":0,"duplicated":0,"deadLetters":1000,"users":10000,"workers":3,"kills":4,"databaseConnections":6,"seconds":12.5,"eventsPerSecond":24000}""",
        new DemoResult("standalone", 300_000, 300_000, 0, 0, 1_000, 10_000, 3, 4, 6, 12.5, 24_000).ToJson());

    [Fact]
    public void With_windows_the_result_has_their_fields() => Assert.EndsWith(
        ""","eventsPerSecond":24000,"windowRows":189055,"windowMismatches":0,"late":2865,"future":4}""",
        new DemoResult("standalone", 300_000, 300_000, 0, 0, 1_000, 10_000, 3, 4, 6, 12.5, 24_000, 189_055, 0, 2_865, 4)
            .ToJson());
}
