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
    public async Task Beside_a_frozen_silo_others_join_and_leave_and_it_does_no_harm_when_it_continues()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(
            kafka, database, silos: 3, ("Pathway__Silo__ProbeTimeout", "00:00:00.5"));

        // Few users, so that each has events on both sides of the freeze.
        using Load load = Load.StartEndless(kafka, users: 1_000);
        await cluster.DurableAsync(10_000);
        SiloProcess zombie = cluster.Silos[0];
        SiloProcess leaving = cluster.Silos[1];
        int[] read = await leaving.ReadsAsync();
        await zombie.WaitForAsync(
            async () => await zombie.StatusAsync() is { EventsInFlight: > 0 }, "having events that are not durable");
        zombie.Process.Freeze();

        // Both while the frozen silo is still listed as active.
        SiloProcess joining = cluster.Add();
        Assert.Equal(0, await cluster.StopAsync(leaving));
        leaving.AssertHandedOver(read);
        leaving.AssertFewLines();

        await cluster.SharedAsync([.. cluster.Silos.Where(silo => silo != zombie)]);
        Assert.Contains($"{zombie.Place.Name}|dead", await cluster.MembersAsync());
        await cluster.DurableAsync(await cluster.ProgressAsync() + 10_000);
        await joining.WaitForAsync(async () => await joining.StatusAsync() is { EventsApplied: > 0 }, "applying events");

        // It has unfinished writes of events that others have counted since.
        zombie.Process.Continue();
        Assert.NotEqual(0, await zombie.EndAsync("ending as it finds itself dead"));
        zombie.AssertFewLines();
        await cluster.RemoveAsync(zombie);
        cluster.Add(zombie.Place);

        await load.StopAsync();
        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }
}
