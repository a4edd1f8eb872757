using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class RestoreTests
{
    private const int BeforeBackup = 60_000;

    [Fact]
    public async Task After_a_restore_everything_since_the_backup_is_counted_once()
    {
        using var folder = new FolderForTests();
        string backup = folder.PathOf("backup.sql");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = 120_000, Users = 1_000, Malformed = 50 }, rate: 20_000, upTo: BeforeBackup);
        await using (Worker before = Worker.Start(kafka, database.Url))
        {
            await before.WaitForAsync(
                async () => await Progress.SumAsync(kafka, database) >= BeforeBackup / 2, "half of the events before the backup");
            await database.BackUpAsync(backup);
            await load.AssertExactAsync(kafka, database);
            Assert.Equal(ExitCodes.Success, await before.StopAsync());
        }

        // The offsets of the consumer group are at the end, unlike the restored positions.
        await database.RestoreAsync(backup);
        Assert.InRange(await Progress.SumAsync(kafka, database), BeforeBackup / 2, BeforeBackup);

        await using Worker after = Worker.Start(kafka, database.Url);
        await load.AssertExactAsync(kafka, database);
    }
}
