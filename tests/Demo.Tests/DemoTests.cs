using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Demo.Tests;

[Collection(nameof(DemoHome))]
[Trait("Tier", "Slow")]
public sealed class DemoTests(DemoHome home)
{
    [Fact]
    public async Task Each_event_counts_once_and_nothing_is_left_behind()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--events",
                "20000", "--users", "700", "--workers", "2", "--skew", "0.9", "--malformed", "52", "--seed", "9", "--json"],
            exitCode: 0,
            home.Environment);

        DemoJson.AssertExact(demo.Json, "standalone", events: 20_000, malformed: 52, workers: 2);
        Assert.Equal(0, demo.Json.GetProperty("kills").GetInt32());
        Assert.InRange(demo.Json.GetProperty("users").GetInt32(), 1, 700);
        Assert.True(demo.Json.GetProperty("seconds").GetDouble() > 0);
        Assert.True(demo.Json.GetProperty("eventsPerSecond").GetInt64() > 0);
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task The_next_demo_reuses_the_cluster_of_the_first()
    {
        await using CommandProcess first = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--events", "1000", "--workers", "1"], exitCode: 0, home.Environment);
        DateTime? created = home.ClusterCreatedAt;
        await using CommandProcess second = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--events", "1000", "--workers", "1"], exitCode: 0, home.Environment);

        Assert.NotNull(created);
        Assert.Equal(created, home.ClusterCreatedAt);
        Assert.Contains("1,000 produced, 1,000 counted: 0 lost, 0 counted twice", second.Output);
        Assert.EndsWith("Nothing was lost and nothing was counted twice.", second.Output);
    }

    [Fact]
    public async Task Killed_workers_neither_lose_nor_repeat_an_event()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone",
                "--events", "40000", "--rate", "10000", "--workers", "2", "--malformed", "26", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            home.Environment);

        DemoJson.AssertExact(demo.Json, "standalone", events: 40_000, malformed: 26, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        Assert.Contains("killed w", demo.Errors);
    }

    [Fact]
    public async Task Windows_match_the_oracle_although_workers_are_killed()
    {
        var environment = new Dictionary<string, string>(home.Environment)
        {
            // The user's pipeline must not be used by the demo.
            ["Pathway__Pipeline__File"] = "/nowhere/mine.sql",

            // So few that most events reload a window from its row.
            ["Pathway__Windows__MaxOpenPerUser"] = "4",
        };
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--windows", "--events", "40000", "--users", "2000",
                "--rate", "10000", "--workers", "2", "--malformed", "26", "--future", "30", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            environment);

        DemoJson.AssertWindows(demo.Json, "standalone", events: 40_000, malformed: 26, future: 30, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
    }

    [Fact]
    public async Task With_windows_the_text_has_a_line_for_them()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--windows", "--late", "0", "--events", "2000", "--workers", "1"], exitCode: 0,
            home.Environment);

        Assert.Matches(
            "  windows       [0-9,]+ rows, 0 late events, 0 from the future: all as the oracle expects\n  workers ", demo.Output);
        Assert.EndsWith("Nothing was lost and nothing was counted twice.", demo.Output);
    }

    [Fact]
    public async Task On_the_users_servers_only_the_records_of_this_run_are_verified()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await kafka.ProduceAsync(3, [null, KafkaForTests.Event("u1", 5), "nonsense"u8.ToArray()]);
        var environment = new Dictionary<string, string>(home.Environment)
        {
            ["Pathway__Kafka__Topic"] = kafka.Topic,
            ["Pathway__Kafka__SourceName"] = kafka.SourceName,
        };

        foreach (int seed in (int[])[1, 2])
        {
            await using CommandProcess demo = await DemoProcess.RunAsync(
                ["demo", "--engine", "standalone", "--brokers", kafka.BootstrapServers, "--database",
                    database.Url, "--events", "5000", "--workers", "2", "--malformed", "26", "--seed", $"{seed}", "--json"],
                exitCode: 0,
                environment);
            DemoJson.AssertExact(demo.Json, "standalone", events: 5_000, malformed: 26, workers: 2);
        }

        Assert.Equal(["10001"], await database.RowsAsync("SELECT sum(count) FROM events"));
        Assert.Equal(["54"], await database.RowsAsync("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task An_unavailable_database_is_named()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--database", "postgresql://user:secret@127.0.0.1:1/db", "--events", "1"],
            exitCode: 1, home.Environment);
        Assert.Contains("db at 127.0.0.1:1", demo.Errors);
        Assert.DoesNotContain("secret", demo.Transcript);
    }
}
