using PathwayOrleans.Aggregation;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class SharedPartitionsTests
{
    [Fact]
    public async Task Readers_share_the_partitions_and_hand_over_without_letting_go_of_the_rest()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await ProduceToAllAsync(kafka, 0);
        using var first = new ReaderDriver(kafka);
        first.ReadUntil(() => first.Records.Count == kafka.Partitions, "the first reader reads all partitions");
        int[] kept;

        using (var second = new ReaderDriver(kafka) { StartAt = _ => Position.FromOffset(1) })
        {
            first.ReadUntil(() => first.Assigned.Count == 5 && second.Assigned.Count == 5, "each has half", second);
            kept = [.. first.Assigned];
            Assert.Empty(first.Assigned.Intersect(second.Assigned));
            Assert.Equal(second.Assigned.Order(), first.Revoked.Order());

            // The kept ones read on where they were, the others where the second one began.
            await ProduceToAllAsync(kafka, 1);
            first.ReadUntil(() => second.Records.Count == 5 && first.Records.Count == kafka.Partitions + 5, "each reads its half", second);
            Assert.Equal(kept.Order(), first.Records.Skip(kafka.Partitions).Select(record => record.Partition).Order());
            Assert.Equal(second.Assigned.Order(), second.Records.Select(record => record.Partition).Order());

            first.StartAt = _ => Position.FromOffset(2);
            second.Close();
            Assert.Equal(5, second.Revoked.Count);
        }

        first.ReadUntil(() => first.Assigned.Count == kafka.Partitions, "the first reader has all again");
        await ProduceToAllAsync(kafka, 2);
        first.ReadUntil(() => first.Records.Count == kafka.Partitions + 5 + kafka.Partitions, "and reads them");
        Assert.Equal(Enumerable.Range(0, kafka.Partitions), first.Records.TakeLast(kafka.Partitions).Select(record => record.Partition).Order());
        Assert.Empty(first.Revoked.Intersect(kept));
    }

    [Fact]
    public async Task A_partition_that_went_while_it_was_paused_is_read_when_it_comes_back()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await ProduceToAllAsync(kafka, 0);
        using var first = new ReaderDriver(kafka);
        first.ReadUntil(() => first.Records.Count == 2, "the first reader reads both partitions");
        first.Reader.Pause([0, 1]);
        using (var second = new ReaderDriver(kafka) { StartAt = _ => Position.FromOffset(1) })
        {
            first.ReadUntil(() => second.Assigned.Count == 1, "one goes to the second reader", second);
        }

        first.ReadUntil(() => first.Assigned.Count == 2, "it comes back");
        first.ReadUntil(() => first.Records.Count == 3, "it is read again from its beginning");
        Assert.Equal(first.Revoked[0], first.Records[2].Partition);

        // The other one stayed, and so does its pause.
        await ProduceToAllAsync(kafka, 1);
        first.ReadUntil(() => first.Of(first.Revoked[0]).Count() == 3, "a new record");
        Assert.Single(first.Of(1 - first.Revoked[0]));
    }

    [Fact]
    public async Task A_static_member_that_was_replaced_does_not_go_on()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        if (!KafkaForTests.IsReal)
        {
            Assert.Skip("The embedded broker knows no static membership.");
        }

        using var first = new ReaderDriver(kafka, options => options.GroupInstanceId = "pod-0");
        first.ReadUntil(() => first.Assigned.Count == 1, "the first member has its partition");
        using var second = new ReaderDriver(kafka, options => options.GroupInstanceId = "pod-0");
        InvalidOperationException fenced = Assert.Throws<InvalidOperationException>(
            () => first.ReadUntil(() => false, "being told that somebody else has its name", second));
        Assert.Contains("has to start again", fenced.Message, StringComparison.Ordinal);
        second.ReadUntil(() => second.Assigned.Count == 1, "the second member has the partition");
    }

    private static async Task ProduceToAllAsync(KafkaForTests kafka, int value)
    {
        for (int partition = 0; partition < kafka.Partitions; partition++)
        {
            await kafka.ProduceAsync(partition, [KafkaForTests.Event("u", value)]);
        }
    }
}
