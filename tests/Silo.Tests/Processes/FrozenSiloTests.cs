using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class FrozenSiloTests
{
    [Fact]
    public async Task A_silo_that_slept_through_its_own_death_does_no_harm_and_ends_with_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 3, ("Pathway__Silo__ProbeTimeout", "00:00:00.5"));

        // Few users, so that each has events on both sides of the freeze.
        using Load load = Load.Start(kafka, new LoadOptions { Events = 300_000, Users = 300, Malformed = 100 }, rate: 15_000);
        await cluster.DurableAsync(20_000);
        SiloProcess zombie = cluster.Silos[0];
        await zombie.WaitForAsync(async () => await zombie.StatusAsync() is { EventsInFlight: > 0 }, "having events that are not durable");
        zombie.Process.Freeze();

        await cluster.SharedAsync([.. cluster.Silos.Where(silo => silo != zombie)]);
        Assert.Contains($"{zombie.Place.Name}|dead", await cluster.MembersAsync());
        await cluster.DurableAsync(await cluster.ProgressAsync() + 20_000);

        // It has writes to finish that others have done since.
        zombie.Process.Continue();
        Assert.NotEqual(0, await zombie.EndAsync("ending as it finds itself dead"));
        await cluster.RemoveAsync(zombie);
        cluster.Add(zombie.Place);

        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }
}
