using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public sealed class KafkaRangeTests
{
    [Fact]
    public async Task Without_times_a_range_is_the_current_log()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(1, Events(10));
        await kafka.DeleteRecordsBeforeAsync(1, 4);
        Assert.Equal(
            [(0, 0, 0), (1, 4, 10)],
            KafkaRangeFinder.Find(ReaderDriver.OptionsFor(kafka), kafka.Partitions, default)
                .Select(range => (range.Partition, range.From.ToOffset(), range.To.ToOffset())));
    }

    private static IEnumerable<byte[]?> Events(int count) => Enumerable.Range(0, count).Select(i => KafkaForTests.Event("u", i));
}
