using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

[Trait("Tier", "Slow")]
public class KafkaTopicInspectorTests
{
    [Fact]
    public async Task An_identity_contains_cluster_topic_and_topic_id_in_kafkas_spelling()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        KafkaSourceIdentity first = await IdentifyAsync(kafka);
        Assert.Equal(kafka.Topic, first.Topic);
        Assert.NotEmpty(first.ClusterId);
        Assert.Matches(@"\A[A-Za-z0-9_-]{22}\z", first.TopicId);
    }

    [Fact]
    public async Task Another_cluster_has_another_identity()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using EmbeddedKafka other = EmbeddedKafka.Start(new EmbeddedKafkaOptions { Topic = kafka.Topic });
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = other.BootstrapServers, Topic = kafka.Topic });
        KafkaSourceIdentity elsewhere = (await inspector.IdentifyAsync(CancellationToken.None))!;
        Assert.NotEqual((await IdentifyAsync(kafka)).ClusterId, elsewhere.ClusterId);
        Assert.Equal(other.ClusterId, elsewhere.ClusterId);
    }

    [Fact]
    public async Task Unavailable_brokers_are_an_infrastructure_error_with_the_reason()
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" });
        SourceUnavailableException away = await Assert.ThrowsAsync<SourceUnavailableException>(
            () => inspector.IdentifyAsync(CancellationToken.None));
        Assert.Contains("Connection refused", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_can_be_cancelled()
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" });
        using var cancellation = new CancellationTokenSource();
        Task<KafkaSourceIdentity?> asking = inspector.IdentifyAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task An_unavailable_partition_count_is_an_infrastructure_error()
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" });
        SourceUnavailableException failed = await Assert.ThrowsAsync<SourceUnavailableException>(
            () => inspector.CountPartitionsAsync(CancellationToken.None));
        Assert.Contains("the number of partitions of events", failed.Message, StringComparison.Ordinal);
    }

    private static async Task<KafkaSourceIdentity> IdentifyAsync(KafkaForTests kafka)
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic });
        KafkaSourceIdentity? identity = null;
        await Eventually.SucceedsAsync(
            async () => (identity = await inspector.IdentifyAsync(CancellationToken.None)) is not null,
            "the topic is known to the broker");
        return identity!;
    }
}
