using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests;

public abstract class DeadLetterTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private static readonly (string Reason, byte[] Payload)[] Malformed =
    [
        ("invalid_json", [0xFF, 0, 1]),
        ("invalid_json", "no event"u8.ToArray()),
        ("missing", """{"value":1,"time":1}"""u8.ToArray()),
        ("invalid", """{"user_id":"","value":1,"time":1}"""u8.ToArray()),
        ("invalid", """{"user_id":"a","value":1e999,"time":1}"""u8.ToArray()),
        (
            "too_large",
            Encoding.UTF8.GetBytes(
                $$"""{"user_id":"a","value":1,"other":"{{new string('x', EventLimits.MaxMessageBytes)}}"}""")),
    ];

    [Fact]
    public async Task Malformed_records_become_dead_letters_with_reason_position_and_bytes_and_the_rest_counts()
    {
        await using EngineWorld world = await CreateAsync(partitions: 2);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.Kafka.ProduceAsync(0, Malformed.Select(malformed => malformed.Payload));
        await world.ProduceAsync(0, ("a", 2));
        await world.ProduceAsync(1, ("b", 3));
        await world.DurableAsync(engine, 0, Malformed.Length + 2);
        await world.DurableAsync(engine, 1, 1);
        Assert.Equal(["a|2|3", "b|1|3"], await world.CountsAsync());
        Assert.Equal(
            Malformed.Select((malformed, i) =>
                $"{world.Kafka.SourceName}|0|{i + 1}|{malformed.Reason}|{Convert.ToHexStringLower(malformed.Payload)}"),
            await world.Database.RowsAsync(
                "SELECT source, partition, position, reason, encode(raw, 'hex') FROM dead_letters ORDER BY position"));
        await engine.WaitAsync(() => engine.Status.DeadLettered == Malformed.Length, "counting the dead letters");
    }

    [Fact]
    public async Task Malformed_records_that_are_read_again_are_stored_once()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine first = await world.StartAsync();
        await world.Kafka.ProduceAsync(0, ["no event"u8.ToArray(), KafkaForTests.Event("a", 1)]);
        await world.DurableAsync(first, 0, 2);
        await first.StopAsync();
        await world.Database.ExecuteAsync("UPDATE source_progress SET next_offset = 0");
        RunningEngine second = await world.StartAsync();
        await world.DurableAsync(second, 0, 2);
        Assert.Equal(["0|0|invalid_json|no event"], await world.LettersAsync());
        Assert.Equal(["a|1|1"], await world.CountsAsync());
    }
}
