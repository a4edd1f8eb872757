using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class RestoreTests
{
    private const int BeforeBackup = 50_000;

    [Fact]
    public async Task After_a_restore_new_silos_do_not_wait_for_silos_of_the_backup_and_count_everything_since_once()
    {
        using var folder = new FolderForTests();
        string backup = folder.PathOf("backup.sql");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = 100_000, Users = 1_000, Malformed = 50 }, rate: 20_000, upTo: BeforeBackup);
        await using (SiloCluster before = await SiloCluster.StartAsync(kafka, database, silos: 2))
        {
            await before.DurableAsync(BeforeBackup / 2);
            await database.BackUpAsync(backup);
            await before.AssertExactAsync(load);
            foreach (SiloProcess silo in before.Silos.ToArray())
            {
                Assert.Equal(0, await before.StopAsync(silo));
            }
        }

        // The restored membership table has two active silos that no longer exist. Only the new silos can declare them dead.
        await database.RestoreAsync(backup);
        Assert.InRange(await Progress.SumAsync(kafka, database), BeforeBackup / 2, BeforeBackup);
        await using SiloCluster after = await SiloCluster.StartAsync(kafka, database, silos: 2);
        Assert.Equal(2, (await after.MembersAsync()).Count(member => member.EndsWith("dead", StringComparison.Ordinal)));
        await after.AssertExactAsync(load);
    }
}
