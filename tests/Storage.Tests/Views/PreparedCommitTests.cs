using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Views;

public sealed class PreparedCommitTests : IAsyncLifetime
{
    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task It_writes_nothing_and_the_first_commit_follows()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            SamplePipelines.Purchases + SamplePipelines.Customers + SamplePipelines.PerHour + SamplePipelines.Visits);

        Assert.True(await process.Storage.Writer.PrepareAsync(Empty(process), CancellationToken.None));

        Assert.Equal(0, await CommitNumberAsync());
        Assert.True((await process.CommitAsync("u", 0)).Committed);
        Assert.Equal(1, await CommitNumberAsync());
    }

    [Fact]
    public async Task It_leaves_errors_to_the_first_commit()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, SamplePipelines.Purchases + SamplePipelines.Customers);
        await _database.ExecuteAsync("DELETE FROM writer_commits");

        Assert.False(await process.Storage.Writer.PrepareAsync(Empty(process), CancellationToken.None));

        await Assert.ThrowsAsync<ServiceResetException>(() => process.CommitAsync("u", 0));
    }

    private static CommitBatch Empty(PipelineProcess process)
    {
        var batch = new CommitBatch();
        new ViewBuffers(process.Pipeline).FillEmpty(batch);
        return batch;
    }

    private Task<long> CommitNumberAsync() => _database.ScalarAsync<long>("SELECT max(commit_no) FROM writer_commits");
}
