using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class KilledWorkersTests
{
    private const int Workers = 3;

    // Records that are produced before a kill in addition to those that have to be durable.
    private const int Lead = 50_000;

    [Fact]
    public async Task A_million_events_are_counted_once_while_workers_are_killed_at_random()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var workers = Enumerable.Range(0, Workers).Select(_ => Worker.Start(kafka, database.Url)).ToList();
        var random = new Random(20260101);
        int kills = 0;
        try
        {
            using Load load = Load.Start(
                kafka, new LoadOptions { Events = 1_000_000, Users = 5_000, Malformed = 500 }, rate: 100_000, upTo: 0);
            for (long killAbove = 100_000; killAbove < 1_000_000; killAbove += 150_000)
            {
                long target = killAbove;
                load.ContinueTo(target + Lead);
                await workers[0].WaitForAsync(
                    async () => await Progress.SumAsync(kafka, database) >= target, $"{target} durable events");
                int victim = random.Next(Workers);
                workers[victim].Process.Kill();
                await workers[victim].Process.WaitForExitAsync();
                await workers[victim].DisposeAsync();
                workers[victim] = Worker.Start(kafka, database.Url);
                kills++;
            }

            await load.AssertExactAsync(kafka, database);
            Assert.Equal(6, kills);
        }
        finally
        {
            foreach (Worker worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }
}
