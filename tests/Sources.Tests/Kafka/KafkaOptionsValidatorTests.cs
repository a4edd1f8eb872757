using Microsoft.Extensions.Options;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_the_proof_of_concepts_and_valid()
    {
        var options = new KafkaOptions();
        Assert.Equal(("events", "pathway-consumer"), (options.Topic, options.GroupId));
        Assert.True(Validate(options).Succeeded);
    }

    [Theory]
    [InlineData("kafka:9092")]
    [InlineData("my-cluster-kafka-bootstrap.kafka.svc.cluster.local:9092")]
    [InlineData("127.0.0.1:1,b:2,c:65535")]
    [InlineData("[::1]:9092")]
    [InlineData("[::1]:9092,[fe80::1]:9093")]
    public void Bootstrap_servers_are_hosts_with_ports(string servers) =>
        Assert.True(Validate(new KafkaOptions { BootstrapServers = servers }).Succeeded);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("kafka")]
    [InlineData("kafka:")]
    [InlineData(":9092")]
    [InlineData("kafka:9092,")]
    [InlineData("kafka:9092, b:9092")]
    [InlineData("kafka:port")]
    [InlineData("kafka:99999")]
    [InlineData("kafka:0")]
    [InlineData("PLAINTEXT://kafka:9092")]
    [InlineData("[::1]:9092[::1]:9092")]
    [InlineData("[::1]:9092,")]
    [InlineData("kafka:9092\n")]
    public void Other_bootstrap_servers_are_rejected(string? servers) =>
        AssertRefused(new KafkaOptions { BootstrapServers = servers! }, $"Pathway:Kafka:BootstrapServers is '{servers}'");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a/b")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_topic_name_must_be_valid_in_Kafka(string? topic) =>
        AssertRefused(new KafkaOptions { Topic = topic! }, $"Pathway:Kafka:Topic is '{topic}'");

    [Fact]
    public void A_topic_name_has_at_most_249_characters()
    {
        Assert.True(Validate(new KafkaOptions { Topic = new string('x', 249) }).Succeeded);
        Assert.False(Validate(new KafkaOptions { Topic = new string('x', 250) }).Succeeded);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void A_group_has_a_name(string? group) =>
        AssertRefused(new KafkaOptions { GroupId = group! }, "Pathway:Kafka:GroupId is empty");

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\0")]
    public void A_source_name_is_printable(string name) =>
        AssertRefused(new KafkaOptions { SourceName = name }, "Pathway:Kafka:SourceName");

    [Fact]
    public void An_empty_source_name_is_no_name_because_an_environment_variable_cannot_be_null() =>
        Assert.True(Validate(new KafkaOptions { SourceName = "" }).Succeeded);

    [Fact]
    public void A_source_name_has_at_most_200_characters()
    {
        Assert.True(Validate(new KafkaOptions { SourceName = new string('x', 200) }).Succeeded);
        Assert.False(Validate(new KafkaOptions { SourceName = new string('x', 201) }).Succeeded);
    }

    [Theory]
    [InlineData("bootstrap.servers", "Pathway:Kafka:BootstrapServers")]
    [InlineData("metadata.broker.list", "Pathway:Kafka:BootstrapServers")]
    [InlineData("group.id", "Pathway:Kafka:GroupId")]
    [InlineData("group.instance.id", "Pathway:Kafka:GroupInstanceId")]
    [InlineData("enable.auto.commit", "remove it")]
    [InlineData("isolation.level", "remove it")]
    [InlineData("enable.auto.offset.store", "remove it")]
    [InlineData("auto.offset.reset", "remove it")]
    [InlineData("partition.assignment.strategy", "remove it")]
    [InlineData("enable.idempotence", "remove it")]
    [InlineData("acks", "remove it")]
    [InlineData("request.required.acks", "remove it")]
    [InlineData("dotnet.consumer.consume.result.fields", "remove it")]
    public void A_property_that_exactness_depends_on_is_rejected_without_showing_its_value(string property, string remedy)
    {
        var options = new KafkaOptions();
        options.Client[property] = "s3cret";
        string failure = AssertRefused(options, $"Pathway:Kafka:Client:{property} is set");
        Assert.Contains(remedy, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_reported_at_once() => Assert.Equal(
        3, Validate(new KafkaOptions { BootstrapServers = "", Topic = "", GroupId = "" }).Failures!.Count());

    private static string AssertRefused(KafkaOptions options, string problem) =>
        Assert.Single(Validate(options).Failures ?? [], failure => failure.Contains(problem, StringComparison.Ordinal));

    private static ValidateOptionsResult Validate(KafkaOptions options) => new KafkaOptionsValidator().Validate(null, options);
}
