using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>Steps raise the watermarks of idle partitions at their durable position.</summary>
public class StepTests
{
    [Fact]
    public async Task A_step_raises_the_watermark_and_never_lowers_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Progress(5, 100));
        Assert.Empty((await process.CommitAsync(Step(5, 200))).RefusedSteps);
        Assert.Equal((5, 200), await StoredAsync(process));
        Assert.Empty((await process.CommitAsync(Step(5, 150))).RefusedSteps);
        Assert.Equal((5, 200), await StoredAsync(process));

        // A later checkpoint, of events that are older than the step, keeps it.
        await process.CommitAsync(Progress(7, 120));
        Assert.Equal((7, 200), await StoredAsync(process));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_step_at_another_position_is_refused_and_the_rest_of_its_commit_is_written(long position)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Progress(5, 100));
        CommitBatch batch = Step(position, 200);
        batch.Steps.Insert(0, new CheckpointWrite(SourcePartition.Of("nobody", 0), At(5, 1)));
        batch.Users.Add(Batches.User("u", 0));
        CommitOutcome outcome = await process.CommitAsync(batch);
        Assert.True(outcome.Committed);
        Assert.Equal([0, 1], outcome.RefusedSteps);
        Assert.Equal((5, 100), await StoredAsync(process));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM source_progress"));
    }

    [Fact]
    public async Task A_step_of_an_ended_input_is_refused()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Progress(5, long.MaxValue));
        Assert.Equal([0], (await process.CommitAsync(Step(5, 200))).RefusedSteps);
    }

    /// <summary>The watermark follows the clock from where the last process left it.</summary>
    [Fact]
    public async Task The_age_of_a_checkpoint_counts_from_its_last_step()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Progress(5, 100));
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = now() - interval '40 hours'");
        Assert.InRange((await LoadAsync(process)).Age, TimeSpan.FromHours(40), TimeSpan.FromHours(41));
        await database.ExecuteAsync("UPDATE source_progress SET idle_at = now() - interval '30 hours'");
        Assert.InRange((await LoadAsync(process)).Age, TimeSpan.FromHours(30), TimeSpan.FromHours(31));
        await process.CommitAsync(Step(5, 200));
        Assert.InRange((await LoadAsync(process)).Age, TimeSpan.Zero, TimeSpan.FromHours(1));

        // A record followed; then the database's clock was set back.
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = now() + interval '1 hour'");
        Assert.Equal(TimeSpan.Zero, (await LoadAsync(process)).Age);
    }

    [Fact]
    public async Task Steps_and_checkpoints_of_two_writers_do_not_deadlock()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess one = await StorageProcess.StartAsync(database.Url);
        await using StorageProcess other = await StorageProcess.StartAsync(database.Url);
        SourcePartition[] partitions = [SourcePartition.Of("s", 0), SourcePartition.Of("s", 1)];
        await Task.WhenAll(WriteAsync(one, partitions[0], partitions[1]), WriteAsync(other, partitions[1], partitions[0]));
        Assert.DoesNotContain(one.RetryLog.Messages.Concat(other.RetryLog.Messages), line => line.Contains("40P01"));

        static async Task WriteAsync(StorageProcess process, SourcePartition progress, SourcePartition step)
        {
            for (int i = 1; i <= 50; i++)
            {
                var batch = new CommitBatch();
                batch.Progress.Add(new CheckpointWrite(progress, At(i, i)));
                batch.Steps.Add(new CheckpointWrite(step, At(i, i)));
                Assert.True((await process.CommitAsync(batch)).Committed);
            }
        }
    }

    private static Checkpoint At(long next, long watermark) => new(Position.FromOffset(next), new WatermarkTracker(watermark));

    private static CommitBatch Progress(long next, long watermark)
    {
        var batch = new CommitBatch();
        batch.Progress.Add(new CheckpointWrite(Batches.Partition, At(next, watermark)));
        return batch;
    }

    private static CommitBatch Step(long next, long watermark)
    {
        var batch = new CommitBatch();
        batch.Steps.Add(new CheckpointWrite(Batches.Partition, At(next, watermark)));
        return batch;
    }

    private static async Task<StoredCheckpoint> LoadAsync(StorageProcess process) =>
        (await process.Reader.LoadProgressAsync(Batches.Partition.Source, CancellationToken.None))[Batches.Partition.Partition];

    private static async Task<(long Next, long Watermark)> StoredAsync(StorageProcess process) =>
        (await LoadAsync(process)).Progress is var stored ? (stored.Next.ToOffset(), stored.Clock.Watermark) : default;
}
