using System.Net;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class DatabaseFaultTests
{
    private static readonly byte[] Commit = "pathway_commit"u8.ToArray();

    [Fact]
    public async Task An_immediate_restart_of_Postgres_under_load_loses_and_repeats_nothing()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions());
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using Worker worker = Worker.Start(kafka, database.Url);
        await worker.ReadsAsync(kafka.Partitions);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 200_000, Users = 2_000 }, rate: 50_000, upTo: 0);

        for (int stop = 1; stop <= 3; stop++)
        {
            long target = stop * 40_000;
            load.ContinueTo(target + 20_000);
            await worker.WaitForAsync(async () => await Progress.SumAsync(kafka, database) >= target, $"{target} durable events");
            await server.StopAsync(PostgresStop.Immediate);
            await worker.WaitForAsync(
                async () => await worker.ReadinessAsync() == HttpStatusCode.ServiceUnavailable, "noticing the outage");
            await server.StartAgainAsync();
        }

        await load.AssertExactAsync(kafka, database);
        await worker.WaitForAsync(async () => await worker.ReadinessAsync() == HttpStatusCode.OK, "being ready again");
    }

    [Theory]
    [InlineData(CutWhen.BeforeForwarding)]
    [InlineData(CutWhen.AfterForwarding)]
    public async Task A_connection_cut_during_a_commit_neither_loses_nor_repeats_it(CutWhen when)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using Worker worker = Worker.Start(kafka, database.UrlThrough(proxy.Port));
        await worker.ReadsAsync(kafka.Partitions);
        using Load load = Load.StartEndless(kafka, users: 1_000);

        for (int cut = 0; cut < 5; cut++)
        {
            await proxy.CutOn(bytes => bytes.Span.IndexOf(Commit) >= 0, when).WaitAsync(TimeSpan.FromMinutes(5));
        }

        await load.StopAsync();
        await load.AssertExactAsync(kafka, database);
        EngineStatus status = (await worker.StatusAsync())!;
        Assert.Equal(0, status.CommitsRejected);
        Assert.Contains(
            when == CutWhen.AfterForwarding ? "it happened" : "it did not happen",
            worker.Process.OutputTail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_slow_database_pauses_reading_and_bounds_memory()
    {
        const long MemoryBound = 300L * 1024 * 1024;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using Worker worker = Worker.Start(
            kafka,
            database.UrlThrough(proxy.Port),
            ("Pathway__Engine__MaxEventsInFlight", "20000"),
            ("Pathway__Engine__PauseAfter", "00:00:00.1"));
        await worker.ReadsAsync(kafka.Partitions);
        proxy.BytesPerSecond = 100_000;
        using Load load = await Load.ProduceAsync(kafka, new LoadOptions { Events = 400_000, Users = 20_000 });

        await worker.WaitForAsync(
            async () => (await worker.StatusAsync())?.PartitionsPaused == kafka.Partitions, "all partitions paused");
        EngineStatus crawling = (await worker.StatusAsync())!;
        Assert.InRange(crawling.EventsInFlight, 1, 21_000);
        proxy.BytesPerSecond = 0;

        await load.AssertExactAsync(kafka, database);
        EngineStatus after = (await worker.StatusAsync())!;
        Assert.True(after.Pauses >= 1);
        Assert.Equal(0, after.PartitionsPaused);
        Assert.InRange(after.ResidentBytes, 1, MemoryBound);
    }

    [Fact]
    public async Task A_worker_holds_two_connections_under_load()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using Worker worker = Worker.Start(kafka, database.Url);
        await worker.ReadsAsync(kafka.Partitions);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 100_000, Users = 20_000 }, rate: 50_000);

        var seen = new HashSet<long>();
        do
        {
            seen.Add(await database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() " +
                "AND backend_type = 'client backend' AND application_name <> 'test'"));
            await worker.StatusAsync();
        }
        while (load.IsProducing);

        await load.AssertExactAsync(kafka, database);
        Assert.True(seen.Max() <= 2, $"There were {string.Join(", ", seen)} connections.");
        string[] names = await database.RowsAsync(
            "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() " +
            "AND application_name <> 'test' ORDER BY 1");
        Assert.Equal(2, names.Length);
        Assert.All(names, name => Assert.StartsWith("pathway-standalone-", name, StringComparison.Ordinal));
    }
}
