using System.Text;
using System.Text.Json;
using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed class ReportCommandTests(FakeCluster cluster) : IClassFixture<FakeCluster>
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public async Task The_number_of_top_users_is_the_limit()
    {
        cluster.Data.Users.Clear();
        await using CommandProcess none = await cluster.AskAsync(exitCode: 0, "top");
        cluster.Data.Count("a", 1, 1, 1);
        cluster.Data.Count("\u001b[31mred", 2, 20, 2);
        cluster.Data.Count("c", 3, 0.5, 3);

        await using CommandProcess json = await cluster.AskAsync(exitCode: 0, "top", "2", "--json");
        await using CommandProcess plain = await cluster.AskAsync(exitCode: 0, "top", "2");

        Assert.Equal("There are no events yet.", none.Output);
        Assert.Equal(
            ["c", "\u001b[31mred"],
            json.Json.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("userId").GetString()));
        Assert.Equal(
            [
                "user           count  total value  last event",
                "c                  3          0.5  1970-01-01T00:00:00.003Z",
                @"\u001b[31mred      2           20  1970-01-01T00:00:00.002Z",
            ],
            plain.Lines);
    }

    [Fact]
    public async Task The_command_of_named_windows_fails_with_those_that_replace_it()
    {
        await using CommandProcess windows = await cluster.AskAsync(exitCode: 1, "windows", "u17", "1");

        Assert.Equal(
            "error: there is no command 'windows' any more; windows are views: `view NAME KEY` shows the rows of a key, and " +
            "`views` lists the views.",
            windows.Errors);
        Assert.Empty(windows.Output);
    }

    [Fact]
    public async Task Dead_letters_are_shown_with_their_payload()
    {
        cluster.Data.DeadLetters.Clear();
        await using CommandProcess none = await cluster.AskAsync(exitCode: 0, "dead-letters");
        cluster.Data.DeadLetters.Enqueue(
            new DeadLetterInfo("kafka/x", 1, "7", "bad-json", Start, Encoding.UTF8.GetBytes("{\n"), 2));
        cluster.Data.DeadLetters.Enqueue(new DeadLetterInfo("kafka/x", 2, "8", "oversize", Start, [0xff, 0], 1_048_577));
        cluster.Data.DeadLetters.Enqueue(new DeadLetterInfo("kafka/x", 3, "9", "empty", Start, null, null));

        await using CommandProcess json = await cluster.AskAsync(exitCode: 0, "dead-letters", "2", "--json");
        await using CommandProcess plain = await cluster.AskAsync(exitCode: 0, "dead-letters");

        Assert.StartsWith("No dead letters", none.Output, StringComparison.Ordinal);
        JsonElement[] letters = [.. json.Json.GetProperty("deadLetters").EnumerateArray()];
        Assert.Equal(2, letters.Length);
        Assert.Equal("9", letters[0].GetProperty("position").GetString());
        Assert.Equal([0xff, 0], letters[1].GetProperty("raw").GetBytesFromBase64());
        Assert.Equal(
            [
                "recorded                  source   partition  position  reason        bytes  payload",
                "2026-01-02T03:04:05.678Z  kafka/x          3         9  empty             -  -",
                "2026-01-02T03:04:05.678Z  kafka/x          2         8  oversize  1,048,577  0xff00",
                @"2026-01-02T03:04:05.678Z  kafka/x          1         7  bad-json          2  {\n",
            ],
            plain.Lines);
    }

    [Fact]
    public async Task Status_and_partitions_list_silos_that_do_not_respond()
    {
        cluster.Data.Status = SomeStatus();

        await using CommandProcess status = await cluster.AskAsync(exitCode: 0, "status");
        await using CommandProcess statusJson = await cluster.AskAsync(exitCode: 0, "status", "--json");
        await using CommandProcess partitions = await cluster.AskAsync(exitCode: 0, "partitions");
        await using CommandProcess partitionsJson = await cluster.AskAsync(exitCode: 0, "partitions", "--json");

        Assert.Equal("cluster c, service s, source kafka/x", status.Lines[0]);
        Assert.Equal("1 silo, 1 of 2 partitions read, lag 5 or more, 1,000 events/s", status.Lines[1]);
        Assert.Equal(
            [
                "silo    address            started               partitions  events/s    applied  dead letters  in flight  " +
                "users  connections  memory",
                "silo-a  127.0.0.1:11111@1  2026-01-02 03:04:05Z           1     1,000  1,000,000             2          5     " +
                " 6            6  123 MB",
            ],
            status.Lines.Skip(2));
        Assert.Contains("silo-b", status.Errors);
        Assert.Equal("silo-a", statusJson.Json.GetProperty("silos")[0].GetProperty("silo").GetString());
        Assert.Equal(123_000_000, statusJson.Json.GetProperty("silos")[0].GetProperty("residentBytes").GetInt64());
        Assert.Equal(
            [
                "partition  silo    state    durable  end  lag  events/s",
                "        0  silo-a  reading       95  100    5     1,000",
                "        1  -       stopped        -    -    -         0",
                "partition 1: it stopped; do something",
            ],
            partitions.Lines);
        Assert.Contains("silo-b", partitions.Errors);
        Assert.Equal("95", partitionsJson.Json.GetProperty("partitions")[0].GetProperty("durable").GetString());
        Assert.Equal("silo-b", partitionsJson.Json.GetProperty("silent")[0].GetString());
    }

    [Theory]
    [InlineData("top", "0", "it must be between 1 and 10000.")]
    [InlineData("top", "many", "many")]
    [InlineData("dead-letters", "10001", "it must be between 1 and 10000.")]
    public async Task A_limit_out_of_range_is_an_invalid_argument(string command, string limit, string message)
    {
        await using CommandProcess client = await cluster.AskAsync(exitCode: 1, command, limit);

        Assert.Contains(message, client.Errors);
        Assert.Empty(client.Output);
    }

    private static ClusterStatus SomeStatus() => new()
    {
        ClusterId = "c",
        ServiceId = "s",
        Source = "kafka/x",
        Silent = ["silo-b"],
        Silos =
        [
            new SiloInfo
            {
                Silo = "silo-a",
                Address = "127.0.0.1:11111@1",
                StartedAt = Start,
                EventsApplied = 1_000_000,
                EventsSkipped = 1,
                DeadLettered = 2,
                Commits = 3,
                UsersCommitted = 4,
                EventsInFlight = 5,
                UsersInMemory = 6,
                DatabaseConnections = 6,
                EventsPerSecond = 1000,
                ResidentBytes = 123_000_000,
            },
        ],
        Partitions =
        [
            new PartitionInfo { Partition = 0,
                Silo = "silo-a", State = "reading", Next = "97", Durable = "95", End = "100", Lag = 5, EventsPerSecond = 1000 },
            new PartitionInfo { Partition = 1, Silo = null, State = "stopped", Error = "it stopped; do something" },
        ],
    };
}
