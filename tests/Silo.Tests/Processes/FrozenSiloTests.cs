using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class FrozenSiloTests
{
    [Fact]
    public async Task A_silo_that_was_declared_dead_while_frozen_does_no_harm_and_ends_with_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(
            kafka, database, silos: 3, ("Pathway__Silo__ProbeTimeout", "00:00:00.5"));

        // Few users, so that each has events on both sides of the freeze.
        using Load load = Load.StartEndless(kafka, users: 300);
        await cluster.DurableAsync(10_000);
        SiloProcess zombie = cluster.Silos[0];
        await zombie.WaitForAsync(
            async () => await zombie.StatusAsync() is { EventsInFlight: > 0 }, "having events that are not durable");
        zombie.Process.Freeze();

        await cluster.SharedAsync([.. cluster.Silos.Where(silo => silo != zombie)]);
        Assert.Contains($"{zombie.Place.Name}|dead", await cluster.MembersAsync());
        await cluster.DurableAsync(await cluster.ProgressAsync() + 10_000);

        // It has unfinished writes of events that others have counted since.
        zombie.Process.Continue();
        Assert.NotEqual(0, await zombie.EndAsync("ending as it finds itself dead"));
        await cluster.RemoveAsync(zombie);
        cluster.Add(zombie.Place);

        await load.StopAsync();
        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }
}
