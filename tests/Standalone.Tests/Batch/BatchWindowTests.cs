using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests.Batch;

[Trait("Tier", "Slow")]
public sealed class BatchWindowTests
{
    private static readonly WindowDefinition[] Definitions =
    [
        WindowDefinition.Sliding("often", 10_000, 4_000, lateness: 3_000),
        WindowDefinition.Tumbling("ten", 10_000),
        WindowDefinition.Session("visit", 2_000),
    ];

    private static readonly (string Key, string Value)[] Settings = [WindowedEvents.Setting(Definitions)];

    [Fact]
    public async Task A_batch_rebuilds_exactly_what_was_counted_live()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load load = await Load.ProduceAsync(
            kafka, new LoadOptions { Events = 300_000, Users = 400, Late = 3_000, Future = 30, Malformed = 50 });
        await using (Worker live = Worker.Start(
            kafka,
            database.Url,
            [.. Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))]))
        {
            await load.DurableAsync(kafka, database);
            Assert.Equal(0, await live.StopAsync());
        }

        BatchResult again = await BatchRunner.RunRangeAsync(database, kafka, settings: Settings);
        Assert.Equal((true, 0), (again.IsFinished, again.Applied));
        BatchResult rebuilt = await BatchRunner.RunRangeAsync(database, kafka, "rebuild-1", settings: Settings);
        Assert.Equal((true, 299_970, 80), (rebuilt.IsFinished, rebuilt.Applied, rebuilt.DeadLetters));
        Assert.NotEqual(0, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'late'"));
        foreach (string rows in (string[])
        [
            "SELECT * FROM {0}.events",
            "SELECT * FROM {0}.often",
            "SELECT * FROM {0}.ten",
            "SELECT * FROM {0}.visit",
            "SELECT source, partition, position, reason, raw, windows FROM {0}.dead_letters"
        ])
        {
            string live = rows.Replace("{0}", "public", StringComparison.Ordinal);
            string batch = rows.Replace("{0}", "\"rebuild-1\"", StringComparison.Ordinal);
            Assert.Empty(await database.RowsAsync($"({live} EXCEPT {batch}) UNION ALL ({batch} EXCEPT {live})"));
        }
    }

    [Fact]
    public async Task Weekly_events_of_one_file_are_all_counted()
    {
        const long week = 7 * 86_400_000L;
        string path = Path.Combine(Path.GetTempPath(), $"pathway-weekly-{Guid.NewGuid():n}.ndjson");
        try
        {
            await File.WriteAllLinesAsync(path, Enumerable.Range(0, 60).Select(number =>
                System.Text.Encoding.UTF8.GetString(KafkaForTests.Event("u", 1, RandomEvents.FirstTime + (number * week)))));
            await using PostgresForTests database = await PostgresForTests.CreateAsync();
            BatchResult result = await BatchRunner.RunFilesAsync(database, [path], settings: Settings);
            Assert.Equal((60, 0), (result.Applied, result.DeadLetters));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A second batch has events of windows that the first one has closed.</summary>
    [Fact]
    public async Task A_closed_window_that_a_later_batch_changes_says_when_it_was_reopened()
    {
        string folder = Directory.CreateTempSubdirectory("pathway-closed-").FullName;
        try
        {
            string[] first = [await WriteAsync("c0", 0), await WriteAsync("c1", 5_000, 11_000)];
            string second = await WriteAsync("c2", 6_000, 7_000, 40_000);
            await using PostgresForTests database = await PostgresForTests.CreateAsync();
            const string rows =
                "SELECT (extract(epoch FROM window_start) * 1000)::bigint - 1699999990000, count, reopened_at IS NOT NULL " +
                "FROM ten_status WHERE closed ORDER BY 1";
            await BatchRunner.RunFilesAsync(database, first, settings: Settings);
            Assert.Equal(["10000|2|False", "20000|1|False"], await database.RowsAsync(rows));
            await BatchRunner.RunFilesAsync(database, [second], settings: Settings);
            Assert.Equal(["10000|4|True", "20000|1|False", "50000|1|False"], await database.RowsAsync(rows));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<string> WriteAsync(string name, params long[] times)
        {
            string path = Path.Combine(folder, $"{name}.ndjson");
            await File.WriteAllLinesAsync(path, times.Select(time =>
                System.Text.Encoding.UTF8.GetString(KafkaForTests.Event("u", 1, 1_700_000_000_000 + time))));
            return path;
        }
    }

    [Fact]
    public async Task A_file_that_is_read_in_parallel_has_the_windows_of_its_records_in_order()
    {
        List<PlacedEvent> events = RandomEvents.Create(
            new Random(3), SourcePartition.Of("any", 0), [.. Enumerable.Range(0, 40).Select(user => $"u{user}")], 40_000);
        string path = Path.Combine(Path.GetTempPath(), $"pathway-windows-{Guid.NewGuid():n}.ndjson");
        long written = events[^1].Recorded!.Value;
        try
        {
            await File.WriteAllLinesAsync(
                path, events.Select(placed => System.Text.Encoding.UTF8.GetString(KafkaForTests.Event(
                    placed.UserId,
                    placed.Value,
                    placed.Time))));
            File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeMilliseconds(written).UtcDateTime);
            await using PostgresForTests database = await PostgresForTests.CreateAsync();
            BatchResult result = await BatchRunner.RunFilesAsync(database, [path], settings: Settings);
            var expected = new WindowExpectation(Definitions, WatermarkSettings.Default);
            expected.AddPartition(
                events.Select(placed => placed with
                {
                    Partition = SourcePartition.Of(result.Inputs[0].Source, 0),
                    Recorded = written,
                }));
            await WindowAssert.IsAsExpectedAsync(database, expected);
            Assert.InRange(expected.Future.Count, 1, events.Count / 50);
            Assert.Equal(expected.Future.Count, result.DeadLetters);
            Assert.Equal(events.Count - expected.Future.Count, result.Applied);

            BatchResult again = await BatchRunner.RunFilesAsync(database, [path], settings: Settings);
            Assert.Equal((0, events.Count), (again.Applied, again.AlreadyApplied));
            await WindowAssert.IsAsExpectedAsync(database, expected);
            Assert.Equal(0, await WindowedEvents.CountAsync(database, "NOT closed"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
