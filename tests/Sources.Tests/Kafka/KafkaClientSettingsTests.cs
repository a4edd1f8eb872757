using PathwayOrleans.Aggregation.Events;
using Confluent.Kafka;
using PathwayOrleans.Configuration;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaClientSettingsTests
{
    [Fact]
    public void A_consumer_never_resets_its_offset_and_never_commits_records_that_were_only_read()
    {
        ConsumerConfig config = KafkaClientSettings.Consumer(
            new KafkaOptions { BootstrapServers = "b:1", GroupId = "g", GroupInstanceId = "i" });
        Assert.Equal(("b:1", "g", "i"), (config.BootstrapServers, config.GroupId, config.GroupInstanceId));
        Assert.Equal(AutoOffsetReset.Error, config.AutoOffsetReset);
        Assert.False(config.EnableAutoOffsetStore);
        Assert.Equal(PartitionAssignmentStrategy.CooperativeSticky, config.PartitionAssignmentStrategy);
    }

    [Fact]
    public void A_producer_is_idempotent_and_waits_for_all_replicas()
    {
        ProducerConfig config = KafkaClientSettings.Producer(new KafkaOptions());
        Assert.True(config.EnableIdempotence);
        Assert.Equal(Acks.All, config.Acks);
        Assert.Equal(Partitioner.Murmur2Random, config.Partitioner);
    }

    [Fact]
    public void Properties_are_passed_to_every_client_and_override_the_defaults()
    {
        var options = new KafkaOptions();
        options.Client["security.protocol"] = "sasl_ssl";
        options.Client["socket.keepalive.enable"] = "false";
        foreach (ClientConfig config in (ClientConfig[])[KafkaClientSettings.Consumer(
            options), KafkaClientSettings.Producer(options), KafkaClientSettings.Admin(options)])
        {
            Assert.Equal(SecurityProtocol.SaslSsl, config.SecurityProtocol);
            Assert.False(config.SocketKeepaliveEnable);
        }
    }

    [Theory]
    [InlineData("no.such.property", "1")]
    [InlineData("session.timeout.ms", "soon")]
    [InlineData("security.protocol", "carrier-pigeon")]
    public void A_property_that_librdkafka_rejects_is_named(string property, string value)
    {
        var options = new KafkaOptions();
        options.Client[property] = value;
        options.Client["sasl.password"] = "s3cret";
        ConfigurationRejectedException refused = Assert.Throws<ConfigurationRejectedException>(
            () => new KafkaGroupReader(options, new EventRules(EventLimits.MinTime), new LogCapture<KafkaGroupReader>()));
        Assert.Contains("Pathway:Kafka:Client", refused.Message, StringComparison.Ordinal);
        Assert.Contains(property, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);

        var alike = Assert.Throws<ConfigurationRejectedException>(() => KafkaTopicInspector.Create(options));
        Assert.Contains("Pathway:Kafka:Client", alike.Message, StringComparison.Ordinal);
        Assert.Contains(property, alike.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_not_logged_even_with_full_debug_logging_of_librdkafka()
    {
        var log = new LogCapture<KafkaGroupReader>();
        var options = new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort.Find()}" };
        options.Client["security.protocol"] = "sasl_plaintext";
        options.Client["sasl.mechanism"] = "PLAIN";
        options.Client["sasl.username"] = "me";
        options.Client["sasl.password"] = "s3cret";
        options.Client["debug"] = "all";
        using (var reader = new KafkaGroupReader(options, new EventRules(EventLimits.MinTime), log))
        {
            await Eventually.SucceedsAsync(
                () =>
                {
                    reader.TryRead(TimeSpan.FromMilliseconds(10), out _);
                    return log.Messages.Any(message => message.Contains("Connection refused", StringComparison.Ordinal));
                },
                "the log of librdkafka that no broker is available");
        }

        Assert.Contains(log.Messages, message => message.Contains("sasl.username", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Messages, message => message.Contains("s3cret", StringComparison.Ordinal));
    }
}
