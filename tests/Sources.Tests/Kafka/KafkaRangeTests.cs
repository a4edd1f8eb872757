using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public sealed class KafkaRangeTests
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    [Fact]
    public async Task Without_times_a_range_is_the_log_as_of_now()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(1, Events(10));
        await kafka.DeleteRecordsBeforeAsync(1, 4);
        Assert.Equal([(0, 0, 0), (1, 4, 10)], Find(kafka, null, null));
    }

    [Fact]
    public async Task Times_are_looked_up_in_the_brokers_index()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        for (int second = 0; second < 10; second++)
        {
            await kafka.ProduceAsync(0, Events(2), Begin.AddSeconds(second));
        }

        // The embedded broker has no such index: it knows of no record at or after any time.
        bool hasIndex = KafkaForTests.IsReal;
        Assert.Equal([(0, hasIndex ? 6 : 20, hasIndex ? 14 : 20), (1, 0, 0)], Find(kafka, Begin.AddSeconds(3), Begin.AddSeconds(7)));
        Assert.Equal([(0, 0, hasIndex ? 8 : 20), (1, 0, 0)], Find(kafka, null, Begin.AddSeconds(3).AddMilliseconds(1)));
        Assert.Equal([(0, 20, 20), (1, 0, 0)], Find(kafka, Begin.AddSeconds(10), null));
        Assert.Equal([(0, hasIndex ? 0 : 20, 20), (1, 0, 0)], Find(kafka, DateTimeOffset.FromUnixTimeMilliseconds(-5), Begin.AddYears(1)));
    }

    private static IEnumerable<(int Partition, long From, long To)> Find(
        KafkaForTests kafka, DateTimeOffset? from, DateTimeOffset? to) =>
        KafkaRangeFinder.Find(ReaderDriver.OptionsFor(kafka), kafka.Partitions, from?.ToUnixTimeMilliseconds(), to?.ToUnixTimeMilliseconds())
            .Select(range => (range.Partition, range.From.ToOffset(), range.To.ToOffset()));

    private static IEnumerable<byte[]?> Events(int count) => Enumerable.Range(0, count).Select(i => KafkaForTests.Event("u", i));
}
