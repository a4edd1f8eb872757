namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class GlobalWatermarkTests
{
    private const string WatermarkSql = "SELECT watermark, idle_timeout, partitions, idle_partitions FROM global_watermark";

    [Fact]
    public async Task Global_watermark_is_unknown_without_partitions()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        Assert.Equal(["null|null|0|0"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Global_watermark_is_the_lowest_of_all_partitions_of_all_sources()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 300, secondsBefore: 59);
        await database.AddPartitionAsync(0, -200, secondsBefore: 60, source: "t");
        Assert.Equal(["-200|60000|3|0"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Idle_partition_does_not_hold_back_the_global_watermark()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 400, secondsBefore: 10);
        await database.AddPartitionAsync(2, 300, secondsBefore: 60.001);
        Assert.Equal(["400|60000|3|1"], await database.RowsAsync(WatermarkSql));
        Assert.Equal(
            ["0|False", "1|False", "2|True"], await database.RowsAsync("SELECT partition, idle FROM progress ORDER BY 1"));
    }

    /// <summary>The last commits of this test's partitions are far in the past.</summary>
    [Fact]
    public async Task No_partition_is_idle_if_all_partitions_have_stopped()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 300);
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = '1999-01-01'");
        Assert.Equal(["300|60000|2|0"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Longest_idle_timeout_of_all_windows_applies()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.DefineAsync("a", 100, idleTimeout: 5_000);
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 300, secondsBefore: 10);
        Assert.Equal(["500|5000|2|1"], await database.RowsAsync(WatermarkSql));
        await database.DefineAsync("b", 100, idleTimeout: 10_000);
        Assert.Equal(["300|10000|2|0"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Partition_without_events_makes_the_global_watermark_unknown_until_it_is_idle()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, null, secondsBefore: 10);
        Assert.Equal(["null|60000|2|0"], await database.RowsAsync(WatermarkSql));
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = updated_at - interval '1 hour' WHERE partition = 1");
        Assert.Equal(["500|60000|2|1"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Ended_inputs_are_ignored_while_others_continue()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, long.MaxValue, source: "file");
        Assert.Equal([$"{long.MaxValue}|60000|1|0"], await database.RowsAsync(WatermarkSql));

        // The file ended long after the stream's last commit; the stream must not become idle because of that.
        await database.AddPartitionAsync(0, 500, secondsBefore: 600);
        await database.AddPartitionAsync(1, 300, secondsBefore: 610);
        Assert.Equal(["300|60000|3|0"], await database.RowsAsync(WatermarkSql));
        Assert.Equal(
            [$"file|{long.MaxValue}|False|null"],
            await database.RowsAsync("SELECT source, watermark, idle, behind FROM progress WHERE source = 'file'"));
    }
}
