using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class FinishedInputTests
{
    private const string File = "file:sha256:0123";

    // The process has read the event before another one finished the input, and reads the state of the user afterwards.
    [Fact]
    public async Task A_process_that_still_reads_a_finished_input_counts_nothing_twice()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        reader.Append(0, "a", 1);
        await using EngineUnderTest zombie = await EngineUnderTest.StartAsync(reader, database, source: File);
        reader.Assign(0);
        await CountedAsync(database, "a|1|1");

        // The other process counts the rest of the input, and records that it is finished.
        using (var heirReader = new ScriptedReader(partitions: 1))
        {
            heirReader.Append(0, "a", 1);
            heirReader.Append(0, "c", 10);
            heirReader.Append(0, "d", 100);
            await using EngineUnderTest heir = await EngineUnderTest.StartAsync(heirReader, database, source: File);
            heirReader.Assign(0);
            await CountedAsync(database, "a|1|1", "c|1|10", "d|1|100");
            await heir.StopAsync();
        }

        await FinishAsync(database, end: 3);

        // A third process counts other events of the user, and drops the entry of the input.
        using (var logReader = new ScriptedReader(partitions: 1))
        {
            logReader.Append(0, "c", 1_000);
            await using EngineUnderTest third = await EngineUnderTest.StartAsync(logReader, database, source: "log");
            logReader.Assign(0);
            await CountedAsync(database, "a|1|1", "c|2|1010", "d|1|100");
            await third.StopAsync();
        }

        Assert.Equal(
            ["False"],
            await database.RowsAsync(
                $"SELECT position('{SourceNumber.Of(File)}' IN convert_from(payloadbinary, 'UTF8')) > 0 FROM orleansstorage " +
                "WHERE convert_from(payloadbinary, 'UTF8')::json->>'key' = 'c'"));
        reader.Append(0, "c", 10);
        reader.Append(0, "d", 100);
        await Eventually.SucceedsAsync(() => zombie.Counters.Conflicts > 0, "a rejected commit");
        await Eventually.SucceedsAsync(() => reader.Seeks > 1, "reading from the end");
        await zombie.StopAsync();
        await CountedAsync(database, "a|1|1", "c|2|1010", "d|1|100");
    }

    private static Task CountedAsync(PostgresForTests database, params string[] expected) => Eventually.SucceedsAsync(
        async () =>
        {
            string[] rows = await database.RowsAsync("SELECT user_id, count, total_value FROM events ORDER BY user_id");
            return rows.SequenceEqual(expected);
        },
        string.Join(", ", expected));

    private static async Task FinishAsync(PostgresForTests database, long end)
    {
        var options = new DatabaseOptions { ConnectionString = database.Url };
        await using var session = new DatabaseSession(options, "pathway-test");
        await new EndedInputs(
            session,
            new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance),
            new FinishedInputs()).FinishAsync([SourcePartition.Of(File, 0)], CancellationToken.None);
    }
}
