using PathwayOrleans.Aggregation;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>The contract of <see cref="ISource"/>, and of readers whose assignment of partitions changes.</summary>
public abstract class SourceConformanceTests<TFixture> : ConformanceTests<TFixture>
    where TFixture : SourceFixture, new()
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    [Fact]
    public async Task A_source_has_an_identity_partitions_and_a_description()
    {
        Require(Feature.Source);
        await Log.CreateAsync(7);
        ISource source = Log.CreateSource();
        ISourceIdentity identity = (await source.IdentifyAsync(CancellationToken.None))!;
        Assert.Equal(await Log.IdentifyAsync(), identity.Name);
        Assert.Contains(
            SourceConnectors.All, connector => identity.Name.StartsWith(connector.IdentityPrefix, StringComparison.Ordinal));
        await Eventually.SucceedsAsync(
            async () => await source.CountPartitionsAsync(CancellationToken.None) == 7, "the partitions are known");
        Assert.Contains(source.Name, source.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_was_created_again_is_rejected_with_the_names_of_both()
    {
        Require(Feature.Source);
        await Log.CreateAsync(1);
        ISourceIdentity before = (await Log.CreateSource().IdentifyAsync(CancellationToken.None))!;
        Assert.Null(before.FindRecreation([]));
        Assert.Null(before.FindRecreation([before.Name]));
        await Log.RecreateAsync();
        ISourceIdentity after = (await Log.CreateSource().IdentifyAsync(CancellationToken.None))!;
        Assert.Equal(before.IncarnationPrefix, after.IncarnationPrefix);
        Assert.StartsWith(after.IncarnationPrefix!, after.Name, StringComparison.Ordinal);
        string problem = after.FindRecreation([before.Name])!;
        Assert.Contains(before.Name, problem, StringComparison.Ordinal);
        Assert.Contains("`./pathway reset --all`", problem, StringComparison.Ordinal);
        Assert.Null(after.FindRecreation([before.Name, after.Name]));
    }

    [Fact]
    public async Task A_source_that_does_not_exist_has_no_identity_and_is_not_created_by_a_request()
    {
        Require(Feature.Source);
        await Log.CreateAsync(1);
        ISource missing = Log.CreateMissingSource();
        Assert.Null(await missing.IdentifyAsync(CancellationToken.None));
        Assert.Null(await missing.CountPartitionsAsync(CancellationToken.None));
        Assert.Contains("Pathway:", missing.CreationAdvice, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => missing.OpenRangeAsync("s", default, CancellationToken.None));
        Assert.Contains(missing.Description, refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SourceUnavailableException>(
            () => missing.FindEndsAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        Assert.Null(await missing.IdentifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_ends_for_lag_reports_are_the_ends_of_the_bounds()
    {
        Require(Feature.Source);
        await Log.CreateAsync(3);
        await Log.AppendAsync(1, Events(1, 0, 10));
        ISource source = Log.CreateSource();
        LogEnds ends = await source.FindEndsAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        using SourceDriver driver = new(source.CreateAssignedReader(), 0);
        Assert.Equal(await Log.IdentifyAsync(), ends.Source);
        Assert.Equal(
            Enumerable.Range(0, 3).Select(partition => (partition, driver.Bounds(partition).End)),
            ends.Ends.OrderBy(end => end.Key).Select(end => (end.Key, end.Value)));
    }

    [Fact]
    public async Task A_range_of_time_holds_its_first_millisecond_and_not_its_last()
    {
        Require(Feature.TimeIndex);
        await Log.CreateAsync(2);
        for (int second = 0; second < 10; second++)
        {
            await Log.AppendAsync(0, Events(0, 2 * second, 2), Noon.AddSeconds(second));
        }

        Assert.Equal(Enumerable.Range(6, 8), await ReadRangeAsync(Noon.AddSeconds(3), Noon.AddSeconds(7)));
        Assert.Equal(Enumerable.Range(0, 8), await ReadRangeAsync(null, Noon.AddSeconds(3).AddMilliseconds(1)));
        Assert.Empty(await ReadRangeAsync(Noon.AddSeconds(10), null));
        Assert.Equal(
            Enumerable.Range(0, 20), await ReadRangeAsync(DateTimeOffset.FromUnixTimeMilliseconds(-5), Noon.AddYears(1)));
    }

    [Fact]
    public async Task Readers_of_a_group_share_all_partitions_and_hand_them_over()
    {
        Require(Feature.Sharing);
        const int Count = 10;
        await Log.CreateAsync(Count);
        await AppendToAllAsync(0);
        ISource source = Log.CreateSource();
        using SourceDriver first = new(source.CreateSharedReader(), Count);
        first.ReadUntil(() => first.Records.Count == Count, "the first reader has all partitions");
        Position[] next = [.. Enumerable.Range(0, Count).Select(partition => first.PositionsOf(partition)[0].Next)];
        Assert.Equal(Count, first.Assigned.Count);
        Assert.True(first.Reader.IsMember);

        using (SourceDriver second = new(source.CreateSharedReader(), Count, partition => next[partition]))
        {
            first.ReadUntil(
                () =>
                {
                    Assert.Empty(first.Assigned.Intersect(second.Assigned));
                    return second.Assigned.Count > 0 && first.Assigned.Count + second.Assigned.Count == Count;
                },
                "the second reader has some",
                second);
            int[] kept = [.. first.Assigned];
            int[] taken = [.. second.Assigned.Order()];
            Assert.Equal(taken, first.Revoked.Order());

            // The partitions that the first reader kept continue; the others start where the second reader positioned them.
            await AppendToAllAsync(1);
            first.ReadUntil(
                () => first.Records.Count + second.Records.Count == 2 * Count, "each reader reads its partitions", second);
            Assert.Equal(kept.Order(), first.Records.Skip(Count).Select(record => record.Partition).Order());
            Assert.Equal(taken, second.Records.Select(record => record.Partition).Order());
            Assert.All(first.Records.Skip(Count).Concat(second.Records), record => Assert.Equal(1, record.Event.Value));

            first.StartAt = partition => second.PositionsOf(partition)[0].Next;
            second.Close();
            Assert.Equal(taken, second.Revoked.Order());
            Assert.Empty(second.Assigned);
        }

        first.ReadUntil(() => first.Assigned.Count == Count, "the first reader has all again");
        await AppendToAllAsync(2);
        first.ReadUntil(() => first.Records.Count(record => record.Event.Value == 2) == Count, "the first reader reads them");
        first.Close();
        Assert.Empty(first.Assigned);
    }

    [Fact]
    public async Task A_partition_that_was_revoked_while_paused_is_read_when_it_is_assigned_again()
    {
        Require(Feature.Sharing);
        await Log.CreateAsync(2);
        await AppendToAllAsync(0);
        ISource source = Log.CreateSource();
        using SourceDriver first = new(source.CreateSharedReader(), 2);
        first.ReadUntil(() => first.Records.Count == 2, "the first reader reads both partitions");
        first.Reader.Pause([0, 1]);
        using (SourceDriver second = new(source.CreateSharedReader(), 2, _ => null))
        {
            first.ReadUntil(() => second.Assigned.Count == 1, "the second reader has one", second);
        }

        int moved = Assert.Single(first.Revoked);
        first.ReadUntil(() => first.Of(moved).Length == 2, "it is read again from its start");

        // The other partition stayed paused.
        await AppendToAllAsync(1);
        first.ReadUntil(() => first.Of(moved).Length == 3, "a new record");
        Assert.Single(first.Of(1 - moved));
    }

    [Fact]
    public async Task A_seek_of_a_partition_that_is_not_assigned_is_refused_and_harmless()
    {
        Require(Feature.Sharing);
        await Log.CreateAsync(1);
        await AppendToAllAsync(0);
        using SourceDriver driver = new(Log.CreateSource().CreateSharedReader(), 1);
        Assert.False(driver.Reader.TrySeek(0, Position.Zero));
        driver.Reader.ReportDurable(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 1, "the record, once the partition is assigned");
        Assert.False(driver.Reader.TrySeek(7, Position.Zero));
        driver.Reader.ReportDurable(7, Position.Zero);
        Assert.Null(driver.Reader.EndOf(7));
    }

    [Fact]
    public async Task A_reader_delivers_the_partitions_that_were_added_and_no_others()
    {
        Require(Feature.Assignment);
        await Log.CreateAsync(2);
        await AppendToAllAsync(0);
        using SourceDriver driver = new(Log.CreateSource().CreateAssignedReader(), 2, _ => null);
        var reader = (IAssignedReader)driver.Reader;
        reader.Add(0, driver.Bounds(0).Low);
        driver.ReadUntil(() => driver.Records.Count == 1, "the record");
        await AppendToAllAsync(1);
        driver.ReadUntil(() => driver.Of(0).Length == 2, "the next record");
        Assert.Empty(driver.Of(1));
        Assert.Empty(driver.Assigned);
        Assert.Equal(driver.PositionsOf(0)[^1].Next, reader.EndOf(0));
    }

    [Fact]
    public async Task A_partition_that_was_removed_delivers_nothing_until_it_is_added_again()
    {
        Require(Feature.Assignment);
        const int Count = 5_000;
        await Log.CreateAsync(2);
        await Log.AppendAsync(0, Events(0, 0, Count));
        await Log.AppendAsync(1, Events(1, 0, 1));
        using SourceDriver driver = new(Log.CreateSource().CreateAssignedReader(), 1);
        var reader = (IAssignedReader)driver.Reader;
        driver.ReadUntil(() => driver.Of(0).Length >= 100, "a part of the partition");
        int seen = driver.Of(0).Length;
        Position early = driver.PositionsOf(0)[17];
        reader.Remove(0);
        reader.Add(1, driver.Bounds(1).Low);
        driver.ReadUntil(() => driver.Of(1).Length == 1, "the other partition");
        Assert.Equal(seen, driver.Of(0).Length);

        reader.Add(0, early);
        driver.ReadUntil(() => driver.Of(0).Length >= seen + 100, "the partition again");

        // Once more while fetched records are still in the client's queue, and while it is paused.
        int before = driver.Of(0).Length;
        reader.Pause([0]);
        reader.Remove(0);
        reader.Add(0, early);
        driver.ReadUntil(() => driver.Of(0).Length == before + Count - 17, "the partition to its end");
        Assert.Equal(
            Enumerable.Range(0, seen).Concat(Enumerable.Range(17, before - seen)).Concat(Enumerable.Range(17, Count - 17)),
            driver.Of(0).Select(record => (int)record.Event.Value));
        Assert.Empty(driver.Lost);
    }

    [Fact]
    public async Task Adding_a_partition_twice_is_an_error_and_removing_it_twice_is_not()
    {
        Require(Feature.Assignment);
        await Log.CreateAsync(1);
        await AppendToAllAsync(0);
        using IAssignedReader unstarted = Log.CreateSource().CreateAssignedReader();
        Assert.Throws<InvalidOperationException>(() => unstarted.Add(0, Position.Zero));
        using SourceDriver driver = new(Log.CreateSource().CreateAssignedReader(), 0);
        var reader = (IAssignedReader)driver.Reader;
        reader.Remove(0);
        reader.Add(0, driver.Bounds(0).Low);
        InvalidOperationException twice = Assert.Throws<InvalidOperationException>(() => reader.Add(0, driver.Bounds(0).Low));
        Assert.Contains("Partition 0", twice.Message, StringComparison.Ordinal);
        driver.ReadUntil(() => driver.Records.Count == 1, "the record");
        reader.Remove(0);
        reader.Remove(0);
        Assert.False(reader.TrySeek(0, driver.Bounds(0).Low));
    }

    private async Task<IEnumerable<int>> ReadRangeAsync(DateTimeOffset? from, DateTimeOffset? to)
    {
        var range = new TimeRange(from?.ToUnixTimeMilliseconds(), to?.ToUnixTimeMilliseconds());
        IBoundedReader reader = await Log.CreateSource().OpenRangeAsync("conformance", range, CancellationToken.None);
        using var driver = new SourceDriver(reader, Log.Partitions, partition => reader.Inputs[partition].First);
        driver.ReadUntil(
            () => reader.Inputs.All(input => input.First == input.Limit || input.End is not null), "the range's end");
        Assert.Empty(driver.Of(1));
        return driver.Of(0).Select(record => (int)record.Event.Value);
    }

    private async Task AppendToAllAsync(int value)
    {
        for (int partition = 0; partition < Log.Partitions; partition++)
        {
            await Log.AppendAsync(partition, Events(partition, value, 1));
        }
    }
}
