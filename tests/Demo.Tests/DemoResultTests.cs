using PathwayOrleans.Demo.Faults;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Demo.Subjects;

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

    [Fact]
    public void With_measured_faults_the_result_has_an_object_of_them() => Assert.EndsWith(
        ""","eventsPerSecond":24000,"faults":{"freezes":1,"stall":2.5,"stallAfterKill":3.5,"stallAfterFreeze":18,"starts":4,"start":2,"slowestStart":4.5,"stop":1,"stopBesideFrozen":6.5,"stopBesideDead":2,"logLines":300,"logWarnings":20,"mostLogLines":60}}""",
        (new DemoResult("standalone", 300_000, 300_000, 0, 0, 1_000, 10_000, 3, 4, 6, 12.5, 24_000) with
        {
            Faults = new FaultResult(1, 2.5, 3.5, 18, 4, 2, 4.5, 1, 6.5, 2, 300, 20, 60),
        }).ToJson());

    [Fact]
    public void The_result_of_a_pipeline_has_stable_names_in_a_stable_order()
    {
        var proof = new PipelineProofResult(
            0, 0, [new("customers", 400, 0)], [new("late", 3, 3, 0), new("missing", 7, 7, 0)], []);
        var facts = new DemoFacts("standalone", "topic@cluster", 3, 4, 9, TimeSpan.FromSeconds(12.5), null);
        Assert.Equal(
            """{"engine":"standalone","produced":1000,"counted":600,"notCounted":393,"lost":0,"duplicated":0,"mismatches":0,"views":[{"name":"customers","rows":400,"mismatches":0}],"deadLetters":[{"reason":"late","expected":3,"found":3,"mismatches":0},{"reason":"missing","expected":7,"found":7,"mismatches":0}],"exact":true,"workers":3,"kills":4,"databaseConnections":9,"seconds":12.5,"recordsPerSecond":80}""",
            PipelineDemoResult.Of(facts, 1_000, 600, proof).ToJson());
    }
}
