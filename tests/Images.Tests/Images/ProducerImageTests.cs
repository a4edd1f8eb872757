using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Images;

[Trait("Tier", "Slow")]
public sealed class ProducerImageTests
{
    private const int Events = 1000;

    [Fact]
    public async Task The_configured_load_is_produced()
    {
        BuiltImage image = await BuiltImage.OfAsync("Producer");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        Dictionary<string, string> environment = ServiceEnvironment.OfKafka("producer", kafka);

        IReadOnlyList<string> lines = await Container.RunAsync(
            image, ["--events", Events.ToString(CultureInfo.InvariantCulture), "--json"], environment);

        using JsonDocument said = JsonDocument.Parse(lines.Single(line => line.StartsWith('{')));
        Assert.Equal(Events, said.RootElement.GetProperty("produced").GetInt64());
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = kafka.GroupId }).Build();
        Assert.Equal(Events, Enumerable.Range(0, kafka.Partitions).Sum(partition => consumer
            .QueryWatermarkOffsets(new TopicPartition(kafka.Topic, partition), TimeSpan.FromSeconds(30)).High.Value));
    }
}
