using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Npgsql;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>
/// The baseline: a hand-written loop with the same result and the same guarantee. It has one consumer and a dictionary, and
/// after a fixed number of events it writes one transaction with an <c>unnest</c> upsert and the offsets. It uses the parser and
/// the client settings of the engine. It has no rebalancing, no dead letters, no state rows, no limits and no recovery.
/// </summary>
internal static class HandWrittenLoop
{
    // The best of 25,000, 50,000, 100,000 and 200,000 on the machine of RESULTS.md.
    private const int EventsPerTransaction = 100_000;
    private const int Partitions = BenchTopic.Partitions;

    private const string UpsertTotals =
        """
        INSERT INTO events AS e (user_id, count, total_value, time)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::float8[], $4::bigint[])
        ON CONFLICT (user_id) DO UPDATE SET
            count = e.count + excluded.count,
            total_value = e.total_value + excluded.total_value,
            time = greatest(e.time, excluded.time)
        """;

    private const string UpsertOffsets =
        """
        INSERT INTO source_progress (source, partition, next_offset)
        SELECT $1, * FROM unnest($2::int[], $3::bigint[])
        ON CONFLICT (source, partition) DO UPDATE SET next_offset = excluded.next_offset
        """;

    /// <summary>Counts the given number of events and prints seconds and peak memory as one JSON object.</summary>
    internal static async Task<int> RunAsync(
        string brokers, string topic, string database, long expected, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        ConsumerConfig config = KafkaClientSettings.Consumer(new KafkaOptions { BootstrapServers = brokers, Topic = topic });
        using IConsumer<Ignore, ParsedEvent> consumer = new ConsumerBuilder<Ignore, ParsedEvent>(config)
            .SetValueDeserializer(new Deserializer())
            .Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(topic, p, 0)));

        var totals = new Dictionary<string, Totals>(StringComparer.Ordinal);
        long[] next = new long[Partitions];
        Stopwatch? clock = null;
        for (long events = 0; events < expected;)
        {
            ConsumeResult<Ignore, ParsedEvent> result = consumer.Consume(cancellationToken);
            if (result.IsPartitionEOF)
            {
                // The settings of the engine's client announce the ends of partitions.
                continue;
            }

            clock ??= Stopwatch.StartNew();
            ParsedEvent parsed = result.Message.Value;
            if (!totals.TryGetValue(parsed.UserId, out Totals? total))
            {
                totals.Add(parsed.UserId, total = new Totals());
            }

            total.Count++;
            total.Value += parsed.Value;
            total.Time = Math.Max(total.Time, parsed.Time ?? result.Message.Timestamp.UnixTimestampMs);
            next[result.Partition.Value] = result.Offset.Value + 1;
            events++;
            if (events % EventsPerTransaction == 0 || events == expected)
            {
                await CommitAsync(connection, topic, totals, next, cancellationToken);
                totals.Clear();
            }
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            seconds = clock!.Elapsed.TotalSeconds,
            peakBytes = ProcessMemory.Peak(Environment.ProcessId),
        }));
        return 0;
    }

    private static async Task CommitAsync(
        NpgsqlConnection connection, string source, Dictionary<string, Totals> totals, long[] next,
        CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(UpsertTotals)
                {
                    Parameters =
                    {
                        new NpgsqlParameter { Value = totals.Keys.ToArray() },
                        new NpgsqlParameter { Value = totals.Values.Select(t => t.Count).ToArray() },
                        new NpgsqlParameter { Value = totals.Values.Select(t => t.Value).ToArray() },
                        new NpgsqlParameter { Value = totals.Values.Select(t => t.Time).ToArray() },
                    },
                },
                new NpgsqlBatchCommand(UpsertOffsets)
                {
                    Parameters =
                    {
                        new NpgsqlParameter { Value = source },
                        new NpgsqlParameter { Value = Enumerable.Range(0, Partitions).ToArray() },
                        new NpgsqlParameter { Value = next },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private sealed class Totals
    {
        internal long Count { get; set; }

        internal double Value { get; set; }

        internal long Time { get; set; }
    }

    private sealed class Deserializer : IDeserializer<ParsedEvent>
    {
        private readonly EventParser _parser = new(new UserIdPool(), EventRules.Default);

        public ParsedEvent Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            _parser.Parse(data, out ParsedEvent parsed);
            return parsed;
        }
    }
}
