using PathwayOrleans.Testing;

namespace PathwayOrleans.Cli.Tests.Demo;

[Collection(nameof(DemoHome))]
public sealed class DemoTests(DemoHome home)
{
    [Fact]
    public async Task It_proves_that_each_event_counted_once_and_leaves_nothing_behind()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--events", "20000", "--users", "700", "--workers", "2", "--skew", "0.9", "--malformed", "52", "--seed", "9", "--json"],
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
    public async Task The_next_start_uses_what_the_first_one_set_up()
    {
        using CliProcess first = await CliProcess.RunAsync(["demo", "--events", "1000", "--workers", "1"], exitCode: 0, home.Environment);
        DateTime? made = home.ClusterMade;
        using CliProcess second = await CliProcess.RunAsync(["demo", "--events", "1000", "--workers", "1"], exitCode: 0, home.Environment);

        Assert.NotNull(made);
        Assert.Equal(made, home.ClusterMade);
        Assert.Contains("1,000 produced, 1,000 counted: 0 lost, 0 counted twice", second.Output);
        Assert.EndsWith("Nothing was lost and nothing was counted twice.", second.Output);
    }

    [Fact]
    public async Task Killed_workers_neither_lose_nor_repeat_an_event()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--events", "40000", "--rate", "10000", "--workers", "2", "--malformed", "26", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            home.Environment);

        DemoJson.AssertExact(demo.Json, "standalone", events: 40_000, malformed: 26, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        Assert.Contains("killed w", demo.Errors);
    }

    [Fact]
    public async Task Killed_workers_leave_every_window_as_the_oracle_says()
    {
        var environment = new Dictionary<string, string>(home.Environment)
        {
            // The user's own windows are none of the demo's business.
            ["Pathway__Windows__Named__mine__Kind"] = "Tumbling",
            ["Pathway__Windows__Named__mine__Size"] = "00:00:01",

            // So few that most events have a window read from its row again.
            ["Pathway__Windows__MaxOpenPerUser"] = "4",
        };
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--windows", "--events", "40000", "--users", "2000", "--rate", "10000", "--workers", "2", "--malformed", "26", "--future", "30", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            environment);

        DemoJson.AssertWindows(demo.Json, "standalone", events: 40_000, malformed: 26, future: 30, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
    }

    [Fact]
    public async Task With_windows_the_proof_has_a_line_on_them()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--windows", "--late", "0", "--events", "2000", "--workers", "1"], exitCode: 0, home.Environment);

        Assert.Matches("  windows       [0-9,]+ rows, 0 late events, 0 from the future: all as the oracle says\n  workers ", demo.Output);
        Assert.EndsWith("Nothing was lost and nothing was counted twice.", demo.Output);
    }

    [Fact]
    public async Task On_brokers_and_a_database_of_the_users_only_this_run_is_proved()
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
            using CliProcess demo = await CliProcess.RunAsync(
                ["demo", "--brokers", kafka.BootstrapServers, "--database", database.Url, "--events", "5000", "--workers", "2", "--malformed", "26", "--seed", $"{seed}", "--json"],
                exitCode: 0,
                environment);
            DemoJson.AssertExact(demo.Json, "standalone", events: 5_000, malformed: 26, workers: 2);
        }

        Assert.Equal(["10001"], await database.RowsAsync("SELECT sum(count) FROM events"));
        Assert.Equal(["54"], await database.RowsAsync("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--database", "postgresql://user:secret@127.0.0.1:1/db", "--events", "1"], exitCode: 1, home.Environment);
        Assert.Contains("db at 127.0.0.1:1", demo.Errors);
        Assert.DoesNotContain("secret", demo.Transcript);
    }
}
