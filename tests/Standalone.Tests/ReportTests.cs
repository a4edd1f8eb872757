using System.Text.Json;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class ReportTests
{
    private static readonly string[] Paths =
        [
            "/api/users",
            "/api/views/events",
            "/api/top?limit=3",
            "/api/top?by=total",
            "/api/views/events/totals",
            "/api/dead-letters",
            "/api/progress"
        ];

    /// <summary>
    /// The users do not fit into memory, so the engine constantly loads users on the connection that the reports use too.
    /// </summary>
    [Fact]
    public async Task Reports_under_load_use_no_further_connection_and_lose_no_event()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(
            kafka, database.Url, ("Pathway__Engine__MaxUsersInMemory", "1000"), ("Pathway__Engine__MaxUsersPerCommit", "300"));
        await worker.ReadsAsync(kafka.Partitions);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 60_000, Users = 5_000, Malformed = 100 }, rate: 20_000);

        Task exact = load.AssertExactAsync(kafka, database);
        int answers = 0;
        long connections = 0;
        for (int i = 0; !exact.IsCompleted || answers < Paths.Length; i++)
        {
            using JsonDocument? report = await worker.ReportAsync(Paths[i % Paths.Length]);
            answers += report is null ? 0 : 1;
            connections = Math.Max(connections, await database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'pathway%'"));
        }

        await exact;
        Assert.Equal(2, connections);
        await worker.WaitForAsync(
            async () =>
            {
                using JsonDocument? progress = await worker.ReportAsync("/api/progress");
                return progress?.RootElement.GetProperty("rows").EnumerateArray().Select(
                    row => row.GetProperty("lag").GetInt64()).Order()
                    .SequenceEqual(Enumerable.Repeat(0L, kafka.Partitions)) == true;
            },
            "no lag");
        using JsonDocument? letters = await worker.ReportAsync("/api/dead-letters");
        Assert.Equal(
            100, letters!.RootElement.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("letters").GetInt64()));
    }
}
