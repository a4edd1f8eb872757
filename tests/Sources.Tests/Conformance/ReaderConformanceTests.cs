using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>The contract of <see cref="IPartitionedReader"/>, for every kind of reader.</summary>
public abstract class ReaderConformanceTests<TFixture> : ConformanceTests<TFixture>
    where TFixture : SourceFixture, new()
{
    [Fact]
    public async Task Records_of_a_partition_arrive_once_each_in_order()
    {
        const int Count = 200;
        await CreateAsync(partitions: 3, Count);
        using SourceDriver driver = await OpenAsync();
        driver.ReadUntil(() => driver.Records.Count == 3 * Count, "all records");
        for (int partition = 0; partition < 3; partition++)
        {
            Assert.Equal(
                Enumerable.Range(0, Count).Select(i => new UserEvent($"u{partition}", i, 1_700_000_000_000 + i)),
                driver.Of(partition).Select(record => record.Event));
            Assert.All(driver.Of(partition), record => Assert.Equal(
                (RejectionReason.None, null), (record.Rejection, record.Content)));
            Position[] positions = driver.PositionsOf(partition);
            Assert.Equal(positions.Distinct().Order(), positions);
        }
    }

    [Fact]
    public async Task Another_reader_resumes_at_a_position()
    {
        await CreateAsync(partitions: 2, count: 50);
        SourceRecord[][] all;
        using (SourceDriver first = await OpenAsync())
        {
            first.ReadUntil(() => first.Records.Count == 100, "all records");
            all = [first.Of(0), first.Of(1)];
        }

        using SourceDriver second = await OpenAsync(partition => all[partition][10 + (partition * 20)].Position);
        second.ReadUntil(() => second.Records.Count == 60, "the records from there on");
        Assert.Equal(all[0][10..], second.Of(0));
        Assert.Equal(all[1][30..], second.Of(1));
    }

    [Fact]
    public async Task Seeking_back_delivers_exactly_the_same_records()
    {
        const int Count = 100;
        await Log.CreateAsync(1);
        await Log.AppendAsync(0, [.. Events(0, 0, 60), Encoding.UTF8.GetBytes("no event"), .. Events(0, 61, Count - 61)]);
        using SourceDriver driver = await OpenAsync();
        driver.ReadUntil(() => driver.Records.Count == Count, "all records");
        SourceRecord[] first = driver.Of(0);
        driver.Seek(0, first[40].Position);
        driver.ReportsDurable = true;
        driver.ReadUntil(() => driver.Records.Count == Count + 60, "the records again");
        Assert.Equal(first[40..].Select(Comparable), driver.Records.Skip(Count).Select(Comparable));
    }

    [Fact]
    public async Task After_a_seek_no_record_that_was_fetched_before_is_delivered()
    {
        const int Count = 5_000;
        await CreateAsync(partitions: 1, Count);
        Position[] positions;
        using (SourceDriver all = await OpenAsync())
        {
            all.ReadUntil(() => all.Records.Count == Count, "all records");
            positions = all.PositionsOf(0);
        }

        using SourceDriver driver = await OpenAsync();
        driver.ReportsDurable = true;
        foreach (int target in (int[])[17, 0, 4_000, 1_000])
        {
            int before = driver.Records.Count;
            driver.ReadUntil(() => driver.Records.Count >= before + 100, "a hundred records");
            int seen = driver.Records.Count;
            driver.Seek(0, positions[target]);
            driver.ReadUntil(() => driver.Records.Count > seen, "the first record after the seek");
            Assert.Equal(positions[target], driver.Records[seen].Position);
        }
    }

    [Fact]
    public async Task A_partition_delivers_nothing_before_it_has_a_position()
    {
        await CreateAsync(partitions: 2, count: 5);
        using SourceDriver driver = await OpenAsync(partition => null);
        driver.Seek(0, driver.Bounds(0).Low);
        int expected = 5;
        driver.ReadUntil(() => driver.Of(0).Length == expected, "the positioned partition");
        if (Has(Feature.Growth))
        {
            await Log.AppendAsync(1, Events(1, 5, 1));
            await Log.AppendAsync(0, Events(0, 5, 1));
            driver.ReadUntil(() => driver.Of(0).Length == expected + 1, "the positioned partition");
        }

        Assert.Empty(driver.Of(1));
        driver.Seek(1, driver.Bounds(1).Low);
        driver.ReadUntil(() => driver.Of(1).Length >= expected, "the other partition");
        Assert.Equal(Enumerable.Range(0, expected), driver.Of(1).Take(expected).Select(record => (int)record.Event.Value));
    }

    [Fact]
    public async Task A_paused_partition_delivers_nothing_and_loses_nothing()
    {
        await CreateAsync(partitions: 2, count: 50);
        using SourceDriver driver = await OpenAsync(partition => null);
        driver.Seek(0, driver.Bounds(0).Low);
        driver.ReadUntil(() => driver.Of(0).Length == 20, "a part of the partition");
        driver.Reader.Pause([0]);
        driver.Seek(1, driver.Bounds(1).Low);
        driver.ReadUntil(() => driver.Of(1).Length == 50, "the other partition");
        if (Has(Feature.Growth))
        {
            await Log.AppendAsync(0, Events(0, 50, 10));
            await Log.AppendAsync(1, Events(1, 50, 1));
            driver.ReadUntil(() => driver.Of(1).Length == 51, "the other partition");
        }

        int all = Has(Feature.Growth) ? 60 : 50;
        Assert.Equal(20, driver.Of(0).Length);
        driver.Reader.Resume([0]);
        driver.ReadUntil(() => driver.Of(0).Length == all, "the paused partition");
        Assert.Equal(Enumerable.Range(0, all), driver.Of(0).Select(record => (int)record.Event.Value));
    }

    [Fact]
    public async Task Bounds_enclose_the_records_and_follow_appended_ones()
    {
        await Log.CreateAsync(2);
        await Log.AppendAsync(0, Events(0, 0, 10));
        LogBounds before;
        using (SourceDriver driver = await OpenAsync())
        {
            LogBounds empty = driver.Bounds(1);
            Assert.Equal(empty.Low, empty.End);
            before = driver.Bounds(0);
            driver.ReadUntil(() => driver.Records.Count == 10, "all records");
            Assert.Equal(before.Low, driver.PositionsOf(0)[0]);
            Assert.Equal(before.End, driver.PositionsOf(0)[^1].Next);
            Assert.All(driver.PositionsOf(0), position => Assert.True(before.Holds(position)));
        }

        await Log.AppendAsync(0, Events(0, 10, 3));
        using SourceDriver later = await OpenAsync();
        later.ReadUntil(() => later.Records.Count == 13, "all records");
        Assert.Equal(new LogBounds(before.Low, later.PositionsOf(0)[^1].Next), later.Bounds(0));
    }

    [Fact]
    public async Task A_position_that_the_log_holds_has_no_gap()
    {
        await CreateAsync(partitions: 1, count: 5);
        using SourceDriver driver = await OpenAsync();
        LogBounds bounds = driver.Bounds(0);
        Assert.Null(driver.Reader.FindGap(driver.IdentityOf(0), bounds, null));
        Assert.Null(driver.Reader.FindGap(driver.IdentityOf(0), bounds, bounds.Low));
        Assert.Null(driver.Reader.FindGap(driver.IdentityOf(0), bounds, bounds.End));
    }

    [Fact]
    public async Task A_position_beyond_the_end_is_a_gap_with_partition_positions_and_remedy()
    {
        await CreateAsync(partitions: 1, count: 5);
        using SourceDriver driver = await OpenAsync();
        LogBounds bounds = driver.Bounds(0);
        string gap = driver.Reader.FindGap(driver.IdentityOf(0), bounds, bounds.End.Next)!;
        Assert.StartsWith($"{driver.IdentityOf(0)}: ", gap, StringComparison.Ordinal);
        Assert.Contains($" {bounds.End} ", $"{gap} ".Replace(':', ' '), StringComparison.Ordinal);
        Assert.Contains($" {bounds.End.Next} ", gap.Replace(',', ' '), StringComparison.Ordinal);
        Assert.Contains(Log.GapRemedy, gap, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_records_are_a_gap_with_partition_positions_and_remedy()
    {
        Require(Feature.Retention);
        await CreateAsync(partitions: 1, count: 10);
        using SourceDriver driver = await OpenAsync();
        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        Position[] positions = driver.PositionsOf(0);
        await Log.DeleteBelowAsync(0, positions[6]);
        LogBounds bounds = driver.Bounds(0);
        Assert.Equal(positions[6], bounds.Low);
        string gap = driver.Reader.FindGap(driver.IdentityOf(0), bounds, positions[4])!;
        Assert.StartsWith($"{driver.IdentityOf(0)}: ", gap, StringComparison.Ordinal);
        Assert.Contains($" {positions[4]} ", gap, StringComparison.Ordinal);
        Assert.Contains(
            $"`./pathway reset --source '{driver.IdentityOf(0).Source}' --partition 0 --to {positions[6]}`", gap,
            StringComparison.Ordinal);
        Assert.Null(driver.Reader.FindGap(driver.IdentityOf(0), bounds, positions[6]));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(3)]
    public async Task A_position_that_the_log_does_not_hold_is_reported_and_nothing_is_skipped(int distance)
    {
        Require(Feature.Retention);
        Require(Feature.Growth);
        await CreateAsync(partitions: 2, count: 10);
        Position[] positions;
        using (SourceDriver all = await OpenAsync())
        {
            all.ReadUntil(() => all.Of(0).Length == 10, "all records");
            positions = all.PositionsOf(0);
        }

        await Log.DeleteBelowAsync(0, positions[8]);
        Position lost = distance < 0
            ? positions[8 + distance]
            : Enumerable.Range(0, distance).Aggregate(positions[^1], (position, _) => position.Next);
        using SourceDriver driver = await OpenAsync(partition => null);
        driver.Seek(0, lost);
        driver.Seek(1, driver.Bounds(1).Low);
        driver.ReadUntil(() => driver.Lost.Count > 0 && driver.Of(1).Length == 10, "the report, and the other partition");
        Assert.Equal(0, driver.Lost[0].Partition);
        Assert.NotEmpty(driver.Lost[0].Error);

        // The partition waits for a new position, even if records are appended.
        await Log.AppendAsync(0, Events(0, 10, 1));
        await Log.AppendAsync(1, Events(1, 10, 1));
        driver.ReadUntil(() => driver.Of(1).Length == 11, "the other partition");
        Assert.Single(driver.Lost);
        Assert.Empty(driver.Of(0));
        driver.Seek(0, driver.Bounds(0).Low);
        driver.ReadUntil(() => driver.Of(0).Length == 3, "the records that are left");
        Assert.Equal([8, 9, 10], driver.Of(0).Select(record => (int)record.Event.Value));
    }

    [Fact]
    public async Task Empty_partitions_deliver_nothing_and_do_not_delay_the_others()
    {
        await Log.CreateAsync(3);
        await Log.AppendAsync(1, Events(1, 0, 10));
        using SourceDriver driver = await OpenAsync();
        driver.ReadUntil(() => driver.Records.Count == 10, "the records of the one partition");
        Assert.Equal(10, driver.Of(1).Length);
        if (Has(Feature.Growth))
        {
            await Log.AppendAsync(2, Events(2, 0, 1));
            driver.ReadUntil(() => driver.Of(2).Length == 1, "the first record of an empty partition");
        }
    }

    [Fact]
    public async Task Payloads_that_are_no_events_are_delivered_as_bytes()
    {
        byte[][] payloads =
        [
            [0xFF, 0, 1],
            Encoding.UTF8.GetBytes("""{"user_id":"u"}"""),
            Encoding.UTF8.GetBytes("""{"\ud800":1}"""),
            Encoding.UTF8.GetBytes(
                $$"""{"user_id":"u","value":1,"time":1,"other":"{{new string('x', EventLimits.MaxMessageBytes)}}"}"""),
        ];
        await Log.CreateAsync(1);
        await Log.AppendAsync(0, [.. payloads, .. Events(0, 0, 1)]);
        using SourceDriver driver = await OpenAsync();
        driver.ReadUntil(() => driver.Records.Count == payloads.Length + 1, "all records");
        Assert.Equal([.. payloads, null], driver.Records.Select(record => record.Content?.Bytes.ToArray()));
        Assert.Equal(new UserEvent("u0", 0, 1_700_000_000_000), driver.Records[^1].Event);
    }

    [Fact]
    public async Task The_identity_is_the_same_for_every_client_and_another_one_for_a_log_that_was_created_again()
    {
        await CreateAsync(partitions: 1, count: 5);
        string name = await Log.IdentifyAsync();
        Assert.Equal(name, await Log.IdentifyAsync());
        await Log.RecreateAsync();
        string recreated = await Log.IdentifyAsync();
        Assert.NotEqual(name, recreated);
        Assert.Equal(recreated, await Log.IdentifyAsync());
    }

    [Fact]
    public async Task A_source_that_answers_is_reachable()
    {
        await CreateAsync(partitions: 1, count: 1);
        using SourceDriver driver = await OpenAsync();
        driver.ReadUntil(() => driver.Records.Count == 1, "the record");
        Assert.True(await driver.Reader.IsReachableAsync(CancellationToken.None));
        Assert.True(driver.Reader.IsMember);
    }

    /// <summary>Creates a log with the same number of events in every partition.</summary>
    private async Task CreateAsync(int partitions, int count)
    {
        await Log.CreateAsync(partitions);
        for (int partition = 0; partition < partitions; partition++)
        {
            await Log.AppendAsync(partition, Events(partition, 0, count));
        }
    }

    private static (SourceRecord Record, string Raw) Comparable(SourceRecord record) => (
        record with { Content = null, Raw = null },
        Convert.ToHexString(record.Content is { } content ? content.Bytes.Span : record.Raw ?? []));
}
