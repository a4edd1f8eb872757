namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class GlobalWatermarkTests
{
    private const string WatermarkSql = "SELECT watermark, idle_timeout, partitions, counted_partitions FROM global_watermark";

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
        Assert.Equal(["-200|60000|3|3"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task A_partition_that_stays_behind_the_others_does_not_hold_back_the_global_watermark()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 400, secondsBefore: 10);
        await database.AddPartitionAsync(2, 300, secondsBefore: 60.001);
        Assert.Equal(["400|60000|3|2"], await database.RowsAsync(WatermarkSql));
        Assert.Equal(
            ["0|True", "1|True", "2|False"], await database.RowsAsync("SELECT partition, counted FROM progress ORDER BY 1"));
    }

    /// <summary>The last commits of this test's partitions are far in the past.</summary>
    [Fact]
    public async Task All_partitions_count_if_all_have_stopped()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 300);
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = '1999-01-01'");
        Assert.Equal(["300|60000|2|2"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Idle_timeout_of_the_process_that_started_last_applies()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.RegisterAsync([], idleTimeout: 5_000);
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 300, secondsBefore: 10);
        Assert.Equal(["500|5000|2|1"], await database.RowsAsync(WatermarkSql));
        await database.RegisterAsync([], idleTimeout: 10_000);
        Assert.Equal(["300|10000|2|2"], await database.RowsAsync(WatermarkSql));
    }

    [Fact]
    public async Task Partition_without_events_makes_the_global_watermark_unknown_until_it_is_idle()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, null, secondsBefore: 10);
        Assert.Equal(["null|60000|2|2"], await database.RowsAsync(WatermarkSql));
        await database.ExecuteAsync("UPDATE source_progress SET idle_at = updated_at + interval '1 second' WHERE partition = 1");
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
        Assert.Equal(["300|60000|3|2"], await database.RowsAsync(WatermarkSql));
        Assert.Equal(
            [$"file|{long.MaxValue}|False|False|null"],
            await database.RowsAsync("SELECT source, watermark, idle, counted, behind FROM progress WHERE source = 'file'"));
    }

    /// <summary>4 minutes after the last event, all partitions were "idle no" with a timeout of one minute.</summary>
    [Fact]
    public async Task A_partition_is_idle_after_the_timeout_also_if_all_others_are()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(0, 500);
        await database.AddPartitionAsync(1, 300);
        await database.AddPartitionAsync(2, 400);
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = now() - partition * interval '40 seconds'");
        Assert.Equal(
            ["0|False|True", "1|False|True", "2|True|False"],
            await database.RowsAsync("SELECT partition, idle, counted FROM progress ORDER BY 1"));
        await database.ExecuteAsync("UPDATE source_progress SET updated_at = updated_at - interval '4 minutes'");
        Assert.Equal(
            ["0|True|True", "1|True|True", "2|True|False"],
            await database.RowsAsync("SELECT partition, idle, counted FROM progress ORDER BY 1"));
        Assert.Equal(["3|2"], await database.RowsAsync("SELECT idle_partitions, counted_partitions FROM global_watermark"));
    }
}
