using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaTopicInspectorTests
{
    [Fact]
    public async Task A_topic_has_the_same_identity_whoever_asks_and_however_often()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        KafkaSourceIdentity first = await IdentifyAsync(kafka);
        await kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1)]);
        Assert.Equal(first, await IdentifyAsync(kafka));
        Assert.Equal(kafka.Topic, first.Topic);
        Assert.NotEmpty(first.ClusterId);
        Assert.Matches(@"\A[A-Za-z0-9_-]{22}\z", first.TopicId);
    }

    [Fact]
    public async Task A_topic_that_was_created_again_has_another_identity()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        KafkaSourceIdentity before = await IdentifyAsync(kafka);
        await kafka.DeleteTopicAsync();
        await kafka.CreateTopicAsync();
        KafkaSourceIdentity after = await IdentifyAsync(kafka);
        Assert.Equal(before.TopicPrefix, after.TopicPrefix);
        Assert.NotEqual(before.SourceName, after.SourceName);
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
    public async Task A_topic_that_does_not_exist_has_no_identity_and_is_not_created_by_asking()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = $"missing-{Guid.NewGuid():n}" });
        Assert.Null(await inspector.IdentifyAsync(CancellationToken.None));
        Assert.Null(await inspector.IdentifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_are_infrastructure_and_the_message_says_why()
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" });
        SourceUnavailableException away = await Assert.ThrowsAsync<SourceUnavailableException>(() => inspector.IdentifyAsync(CancellationToken.None));
        Assert.Contains("Connection refused", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_can_be_given_up()
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" });
        using var cancellation = new CancellationTokenSource();
        Task<KafkaSourceIdentity?> asking = inspector.IdentifyAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_topics_partitions_are_counted_once_it_exists()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 7);
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic });
        await Eventually.SucceedsAsync(
            async () => await inspector.CountPartitionsAsync(CancellationToken.None) == 7, "the topic is known to the broker");
        await kafka.DeleteTopicAsync();
        await Eventually.SucceedsAsync(
            async () => await inspector.CountPartitionsAsync(CancellationToken.None) is null, "the topic is gone from the broker");
    }

    [Fact]
    public async Task Partitions_that_nobody_counts_are_infrastructure()
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" });
        SourceUnavailableException failed = await Assert.ThrowsAsync<SourceUnavailableException>(
            () => inspector.CountPartitionsAsync(CancellationToken.None));
        Assert.Contains("how many partitions events has", failed.Message, StringComparison.Ordinal);
    }

    private static async Task<KafkaSourceIdentity> IdentifyAsync(KafkaForTests kafka)
    {
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(
            new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic });
        KafkaSourceIdentity? identity = null;
        await Eventually.SucceedsAsync(
            async () => (identity = await inspector.IdentifyAsync(CancellationToken.None)) is not null, "the topic is known to the broker");
        return identity!;
    }
}
