using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaSourceIdentityTests
{
    private static readonly KafkaSourceIdentity Identity = new("c1", "events", "t2");

    [Fact]
    public void The_name_holds_cluster_topic_and_topic_id() => Assert.Equal("kafka/c1/events/t2", Identity.SourceName);

    [Fact]
    public void Without_a_topic_id_the_name_ends_with_the_topic() =>
        Assert.Equal("kafka/c1/events", (Identity with { TopicId = null }).SourceName);

    [Fact]
    public void Names_of_another_topic_do_not_begin_alike() =>
        Assert.False((Identity with { Topic = "events-2" }).SourceName.StartsWith(Identity.TopicPrefix, StringComparison.Ordinal));

    [Fact]
    public void A_topic_that_was_never_counted_or_is_the_same_is_fine()
    {
        Assert.Null(Identity.RecreatedSince([], null));
        Assert.Null(Identity.RecreatedSince(["kafka/c1/events/t2"], null));
        Assert.Null(Identity.RecreatedSince(["kafka/c1/events/t1", "kafka/c1/events/t2"], null));
        Assert.Null((Identity with { TopicId = null }).RecreatedSince(["kafka/c1/events"], null));
    }

    [Fact]
    public void A_topic_that_was_created_again_is_refused_with_what_to_do()
    {
        string problem = Identity.RecreatedSince(["kafka/c1/events/t1"], acceptedTopicId: "t1")!;
        Assert.Contains("Topic events was deleted and created again", problem, StringComparison.Ordinal);
        Assert.Contains("'kafka/c1/events/t1'", problem, StringComparison.Ordinal);
        Assert.Contains("set Pathway:Kafka:AcceptTopicId to t2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operator_may_accept_the_new_topic() => Assert.Null(Identity.RecreatedSince(["kafka/c1/events/t1"], "t2"));
}
