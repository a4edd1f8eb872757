using System.Globalization;
using System.Text;
using Confluent.Kafka;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Bench;

/// <summary>Fills a topic before a measurement, so that no producer competes for CPU time.</summary>
internal static class BenchTopic
{
    internal const int Partitions = 10;

    private const long FirstTime = 1_700_000_000_000;

    /// <summary>Produces events of about 53 bytes: first one for each user, then the others for random users.</summary>
    /// <exception cref="InvalidOperationException">The broker has already dropped some of the events.</exception>
    internal static void Fill(KafkaOptions kafka, long events, int users, CancellationToken cancellationToken) => Fill(
        kafka,
        events,
        users,
        (place, user, random) => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"user_id\":\"{user}\",\"value\":{random.Next(1000) * 0.25},\"time\":{FirstTime + place}}}")),
        cancellationToken);

    /// <summary>Produces records: first one for each user, then the others for random users.</summary>
    /// <param name="kafka">The topic.</param>
    /// <param name="events">The number of records.</param>
    /// <param name="users">The number of users.</param>
    /// <param name="create">Creates the record with a number, from 0, of a user.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">The broker has already dropped some of the records.</exception>
    internal static void Fill(
        KafkaOptions kafka,
        long events,
        int users,
        Func<long, string, Random, byte[]> create,
        CancellationToken cancellationToken)
    {
        using (var writer = new TopicWriter<int>(kafka, onAcknowledged: (_, _, _) => { }, onTrouble: _ => { }))
        {
            var random = new Random(1);
            for (long i = 0; i < events; i++)
            {
                string user = string.Create(CultureInfo.InvariantCulture, $"u{(i < users ? i : random.Next(users))}");
                byte[] key = Encoding.UTF8.GetBytes(user);
                byte[] value = create(i, user, random);
                writer.Write(KeyPartitioner.PartitionOf(key, Partitions), key, value, 0, cancellationToken);
            }

            writer.Flush(cancellationToken);
        }

        CheckNothingWasDropped(kafka);
    }

    private static void CheckNothingWasDropped(KafkaOptions kafka)
    {
        using IConsumer<Ignore, Ignore> consumer = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "pathway-bench-check" }).Build();
        for (int partition = 0; partition < Partitions; partition++)
        {
            WatermarkOffsets bounds = consumer.QueryWatermarkOffsets(
                new TopicPartition(kafka.Topic, partition), TimeSpan.FromSeconds(10));
            if (bounds.Low > 0)
            {
                throw new InvalidOperationException(
                    $"The broker kept only offsets {bounds.Low} to {bounds.High} of partition {partition}: it is too small for " +
                    "so many events. Measure with fewer --events, or with --brokers on a real Kafka.");
            }
        }
    }
}
