using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class RestoreTests
{
    [Fact]
    public async Task After_a_restore_new_silos_wait_for_none_of_the_backup_and_count_everything_since_once()
    {
        using var folder = new FolderForTests();
        string backup = folder.PathOf("backup.sql");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load load = Load.Start(kafka, new LoadOptions { Events = 100_000, Users = 1_000, Malformed = 50 }, rate: 20_000);
        await using (SiloCluster before = await SiloCluster.StartAsync(kafka, database, silos: 2))
        {
            await before.DurableAsync(20_000);
            await database.BackUpAsync(backup);
            await before.AssertExactAsync(load);
            foreach (SiloProcess silo in before.Silos.ToArray())
            {
                Assert.Equal(0, await before.StopAsync(silo));
            }
        }

        // Its membership table has two active silos, which nobody will ever declare dead but those that come now.
        await database.RestoreAsync(backup);
        await using SiloCluster after = await SiloCluster.StartAsync(kafka, database, silos: 2);
        Assert.Equal(2, (await after.MembersAsync()).Count(member => member.EndsWith("dead", StringComparison.Ordinal)));
        await after.AssertExactAsync(load);
    }
}
