using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class BothEnginesTests
{
    private const int Events = 150_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_engine_began_the_other_goes_on_with_in_mid_stream_and_back(bool killed)
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = SiloCluster.Empty(kafka, database);
        using Load load = Load.Start(kafka, new LoadOptions { Events = Events, Users = 1_000, Malformed = 150 }, rate: 15_000);

        await WorkersUntilAsync(Events / 3);
        await cluster.StartedAsync([SiloPlace.Here(), SiloPlace.Here()]);
        await cluster.DurableAsync(Math.Max(2 * Events / 3, await cluster.ProgressAsync()));
        int[] exitCodes = await Task.WhenAll(cluster.Silos.ToArray().Select(async silo =>
        {
            if (!killed)
            {
                return await cluster.StopAsync(silo);
            }

            await cluster.KillAsync(silo);
            return 0;
        }));
        Assert.All(exitCodes, exitCode => Assert.Equal(0, exitCode));
        await WorkersUntilAsync(Events + 150);

        await load.AssertExactAsync(kafka, database);

        async Task WorkersUntilAsync(long records)
        {
            await using Worker one = Worker.Start(kafka, database.Url);
            await using Worker two = Worker.Start(kafka, database.Url);
            await Task.WhenAll(one.ReadsAsync(kafka.Partitions / 2), two.ReadsAsync(kafka.Partitions / 2));
            await one.WaitForAsync(async () => await Progress.SumAsync(kafka, database) >= records, FormattableString.Invariant($"{records} durable records"));
            if (killed)
            {
                one.Process.Kill();
                two.Process.Kill();
                return;
            }

            int[] ended = await Task.WhenAll(one.StopAsync(), two.StopAsync());
            Assert.All(ended, exitCode => Assert.Equal(0, exitCode));
        }
    }
}
