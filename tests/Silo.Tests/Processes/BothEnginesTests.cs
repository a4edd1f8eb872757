using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class BothEnginesTests
{
    private const int Events = 150_000;

    [Fact]
    public async Task Either_engine_continues_where_the_other_one_was_killed()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = SiloCluster.Empty(kafka, database);
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = Events, Users = 1_000, Malformed = 150 }, rate: 15_000, upTo: Events / 2);

        // More events are produced than an engine counts before it stops, so that some are left for the next engine.
        await WorkersUntilAsync(Events / 3);
        load.ContinueTo(5 * Events / 6);
        await cluster.StartedAsync([SiloPlace.Here(), SiloPlace.Here()]);
        await cluster.DurableAsync(2 * Events / 3);
        await Task.WhenAll(cluster.Silos.ToArray().Select(cluster.KillAsync));
        load.ContinueTo(long.MaxValue);
        await WorkersUntilAsync(Events + 150);

        await load.AssertExactAsync(kafka, database);

        async Task WorkersUntilAsync(long records)
        {
            await using Worker one = Worker.Start(kafka, database.Url);
            await using Worker two = Worker.Start(kafka, database.Url);
            await Task.WhenAll(one.ReadsAsync(kafka.Partitions / 2), two.ReadsAsync(kafka.Partitions / 2));
            await one.WaitForAsync(async () => await Progress.SumAsync(kafka, database) >= records, FormattableString.Invariant(
                $"{records} durable records"));
            one.Process.Kill();
            two.Process.Kill();
        }
    }
}
