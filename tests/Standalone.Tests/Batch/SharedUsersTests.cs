using System.Globalization;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests.Batch;

[Trait("Tier", "Slow")]
public sealed class SharedUsersTests : IDisposable
{
    private const int Users = 200;

    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task A_batch_and_a_live_engine_that_write_the_same_users_count_everything_once()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker live = Worker.Start(kafka, database.Url);
        await live.ReadsAsync(kafka.Partitions);
        using Load load = Load.StartEndless(kafka, Users);
        await live.WaitForAsync(async () => await live.StatusAsync() is { Commits: > 5 }, "committing");

        BatchEvents[] files = [new(seed: 1, count: 30_000, Users), new(seed: 2, count: 30_000, Users)];
        BatchResult result = await BatchRunner.RunFilesAsync(
            database, _folder.Write("a.ndjson", files[0].Ndjson), _folder.Write("b.csv", files[1].Csv));
        Assert.Equal((true, 60_000, 60_000), (result.IsFinished, result.Records, result.Applied));

        await load.StopAsync();
        await load.DurableAsync(kafka, database);
        Dictionary<string, UserExpectation> streamed = load.Expectation.Users.ToDictionary(user => user.UserId);
        string[] expected =
        [
            .. BatchEvents.Rows(files).Select(row => row.Split('|')).Select(row =>
            {
                UserExpectation also = streamed.GetValueOrDefault(row[0]);
                long count = long.Parse(row[1], CultureInfo.InvariantCulture) + also.Count;
                double total = double.Parse(row[2], CultureInfo.InvariantCulture) + also.TotalValue;
                long time = Math.Max(long.Parse(row[3], CultureInfo.InvariantCulture), also.LastTime);
                return FormattableString.Invariant($"{row[0]}|{count}|{total}|{time}");
            }),
        ];
        Assert.Equal(Users, expected.Length);
        Assert.Equal(expected, await database.RowsAsync(BatchEvents.RowsSql));
    }

    public void Dispose() => _folder.Dispose();
}
