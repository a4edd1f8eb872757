using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Tests.Reading;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>States have no entries for inputs that are finished, so the database must reject events of them.</summary>
[Trait("Tier", "Slow")]
public sealed class FinishedInputTests
{
    private static readonly SourcePartition File = SourcePartition.Of("file:sha256:0123", 0);
    private static readonly SourcePartition Other = SourcePartition.Of("file:sha256:4567", 0);

    [Fact]
    public async Task Events_of_a_finished_input_are_rejected_although_the_state_has_no_entry_for_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess owner = await StorageProcess.StartAsync(database.Url);
        await using StorageProcess zombie = await StorageProcess.StartAsync(database.Url);
        await owner.Register.RegisterAsync([File.Source, Other.Source], CancellationToken.None);
        Assert.True((await WriteAsync(owner, await LoadAsync(owner, "u"), File, 0, 1)).Committed);
        await owner.EndedInputs.FinishAsync([File], CancellationToken.None);

        // The next write drops the entry.
        Assert.True((await WriteAsync(owner, await LoadAsync(owner, "u"), Other, 0)).Committed);
        LoadedUser read = await LoadAsync(zombie, "u");
        Assert.False(read.State.HasSeen(File));
        Assert.Equal(3, read.Count);

        // The other process read the events before the input was finished, and the state after it.
        CommitOutcome outcome = await WriteAsync(zombie, read, File, 0, 1);
        Assert.Equal([0], outcome.RejectedUsers);
        Assert.False(outcome.Committed);
        Assert.Equal(["u|3|3|1"], await database.EventsAsync());

        // It goes on with other inputs.
        Assert.True((await WriteAsync(zombie, await LoadAsync(zombie, "u"), Other, 1)).Committed);
        Assert.Equal(["u|4|4|1"], await database.EventsAsync());
    }

    [Fact]
    public async Task A_user_without_a_row_is_rejected_too_and_the_users_of_other_inputs_are_not()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.EndedInputs.FinishAsync([File], CancellationToken.None);
        var batch = new CommitBatch();
        batch.Users.Add(Write(await LoadAsync(process, "a"), Other, 0));
        batch.Users.Add(Write(await LoadAsync(process, "b"), File, 0));
        Assert.Equal([1], (await process.CommitAsync(batch)).RejectedUsers);
        batch.Users.RemoveAt(1);
        Assert.True((await process.CommitAsync(batch)).Committed);
        Assert.Equal(["a|1|1|1"], await database.EventsAsync());
    }

    [Fact]
    public async Task In_a_group_only_the_user_with_events_of_a_finished_input_fails()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.EndedInputs.FinishAsync([File], CancellationToken.None);
        using var commits = new GroupCommit(process.Writer, process.Bounds) { Completing = process.Complete };
        Task<int> other = commits.WriteAsync(Write(await LoadAsync(process, "a"), Other, 0));
        Task<int> late = commits.WriteAsync(Write(await LoadAsync(process, "b"), File, 0));
        await Assert.ThrowsAsync<VersionConflictException>(() => late);
        Assert.Equal(1, await other);
        Assert.Equal(["a|1|1|1"], await database.EventsAsync());
    }

    [Fact]
    public async Task An_input_is_recorded_as_finished_with_its_end_and_the_highest_watermark()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.Register.RegisterAsync([File.Source, "kafka/t"], CancellationToken.None);
        for (int i = 0; i < 2; i++)
        {
            await process.EndedInputs.FinishAsync([File], CancellationToken.None);
            await process.EndedInputs.MarkAsync([(File, Position.FromOffset(2))], outOfOrderness: 0, CancellationToken.None);
        }

        Assert.Equal(
            [$"{File.SourceNumber}|{File.Source}|True", $"{SourceNumber.Of("kafka/t")}|kafka/t|False"],
            await database.RowsAsync("SELECT number, name, finished_at IS NOT NULL FROM sources ORDER BY number"));
        Assert.Equal(
            [$"{File.Source}|0|2|{long.MaxValue}"],
            await database.RowsAsync("SELECT source, partition, next_offset, watermark FROM source_progress"));
        Assert.True(process.Finished.Contains(File.SourceNumber));
    }

    [Theory]
    [InlineData("kafka/c/events/ä\"")]
    [InlineData("file:sha256:ab")]
    [InlineData("😀")]
    public async Task The_database_computes_the_same_numbers(string name)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        Assert.Equal(
            SourceNumber.Of(name), await database.ScalarAsync<long>($"SELECT pathway_source_number('{name}')"));
    }

    [Fact]
    public async Task Two_names_with_the_same_number_are_rejected()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync($"INSERT INTO sources (number, name) VALUES ({SourceNumber.Of("b")}, 'a')");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => process.Register.RegisterAsync(["b"], CancellationToken.None));
        Assert.Contains("'b' and 'a' have the same number", refused.Message, StringComparison.Ordinal);
        await process.Register.RegisterAsync(["c"], CancellationToken.None);
    }

    private static async Task<LoadedUser> LoadAsync(StorageProcess process, string user) =>
        Assert.Single(await LoadedUser.LoadAsync(process.States, user));

    private static Task<CommitOutcome> WriteAsync(
        StorageProcess process, LoadedUser user, SourcePartition partition, params int[] offsets)
    {
        UserWrite write = Write(user, partition, offsets, process.Finished);
        return process.CommitAsync(Batches.Of(write));
    }

    private static UserWrite Write(LoadedUser user, SourcePartition partition, params int[] offsets) =>
        Write(user, partition, offsets, new FinishedInputs());

    private static UserWrite Write(LoadedUser user, SourcePartition partition, int[] offsets, FinishedInputs finished)
    {
        foreach (int offset in offsets)
        {
            CountedKey.Apply(user.State, partition, offset, 1, 1);
        }

        return CountedKey.Take(user.State, user.Version, finished);
    }
}
