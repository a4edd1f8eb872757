using System.Collections.Concurrent;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Producer.Tests;

public sealed class TopicWriterTests
{
    private const int Messages = 150_000;

    [Fact]
    public async Task Acknowledgements_come_on_one_thread_in_the_order_of_each_partition()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        var threads = new ConcurrentDictionary<int, byte>();
        var acknowledged = new List<(int Number, int Partition, long Offset)>(Messages);
        using var writer = new TopicWriter<int>(
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic },
            (number, partition, offset) =>
            {
                threads.TryAdd(Environment.CurrentManagedThreadId, 0);
                acknowledged.Add((number, partition, offset));
            },
            _ => { });
        byte[] value = new byte[20];

        await Task.Run(() =>
        {
            for (int number = 0; number < Messages; number++)
            {
                writer.Write(number % kafka.Partitions, null, value, number, CancellationToken.None);
            }

            writer.Flush(CancellationToken.None);
        });

        Assert.Single(threads);
        Assert.Equal(Messages, acknowledged.Count);
        Assert.Equal(Messages, writer.Acknowledged);
        Assert.Equal(0, writer.Unplaced);
        foreach (IGrouping<int, (int Number, int Partition, long Offset)> partition in acknowledged.GroupBy(
            entry => entry.Partition))
        {
            Assert.Equal(partition.Select((_, i) => (long)i), partition.Select(entry => entry.Offset));
            Assert.Equal(
                partition.Select((_, i) => (i * kafka.Partitions) + partition.Key), partition.Select(entry => entry.Number));
            Assert.Equal(0, writer.Starts()[partition.Key]);
            Assert.Equal(partition.Count(), writer.Ends()[partition.Key]);
        }
    }

    [Fact]
    public async Task A_flush_can_be_cancelled()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using var writer = new TopicWriter<int>(
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic }, (_, _, _) => { }, _ => { });
        kafka.Faults.SetDown();
        writer.Write(0, null, [1], 0, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Task flushing = Task.Run(() => writer.Flush(stop.Token));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);
        Assert.Equal(0, writer.Acknowledged);
    }
}
