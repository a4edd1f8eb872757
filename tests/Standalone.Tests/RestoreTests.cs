using PathwayOrleans.Producer.Events;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests;

public sealed class RestoreTests
{
    [Fact]
    public async Task After_a_restore_everything_since_the_backup_is_counted_again_once()
    {
        using var folder = new FolderForTests();
        string backup = folder.PathOf("backup.sql");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load load = Load.Start(kafka, new LoadOptions { Events = 120_000, Users = 1_000, Malformed = 50 }, rate: 10_000);
        await using (Worker before = Worker.Start(kafka, database.Url))
        {
            await before.WaitForAsync(async () => await Progress.SumAsync(kafka, database) > 10_000, "a part to be durable");
            await database.BackUpAsync(backup);
            await load.AssertExactAsync(kafka, database);
            Assert.Equal(StandaloneHost.Success, await before.StopAsync());
        }

        // The group's offsets at the broker are at the end; the restored positions are not.
        await database.RestoreAsync(backup);
        Assert.InRange(await Progress.SumAsync(kafka, database), 10_000, 120_000);

        await using Worker after = Worker.Start(kafka, database.Url);
        await load.AssertExactAsync(kafka, database);
    }
}
