using System.Globalization;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaSourceIdentityTests
{
    private static readonly KafkaSourceIdentity Identity = new("c1", "events", "t2", null);

    [Fact]
    public void A_log_that_was_counted_under_another_name_is_an_error_that_names_both()
    {
        var topic = new KafkaSourceIdentity("c1", "events", "t1", null);
        Assert.Equal(
            "Topic events ('kafka/c1/events/t1') was counted before under the source name 'ours'. Its records would be counted " +
            "a second time. Set Pathway:Kafka:SourceName to 'ours' to go on from there, or run `./pathway reset --all` to " +
            "start over.",
            topic.DescribeOtherName("ours"));
        var configured = new ConfiguredIdentity("ours", topic.Log);
        const string Before =
            "The log 'kafka/c1/events/t1' was counted before under the source name '{0}', and this process is configured to " +
            "use 'ours'. Its records would be counted a second time. {1}, or run `./pathway reset --all` to start over.";
        Assert.Equal(
            string.Format(
                CultureInfo.InvariantCulture, Before, "kafka/c1/events/t1",
                "Remove the configured name (Pathway:Kafka:SourceName) to go on from there"),
            configured.DescribeOtherName("kafka/c1/events/t1"));
        Assert.Equal(
            string.Format(
                CultureInfo.InvariantCulture, Before, "theirs",
                "Set the name (Pathway:Kafka:SourceName) to 'theirs' to go on from there"),
            configured.DescribeOtherName("theirs"));
    }

    [Fact]
    public void A_topic_without_an_id_cannot_be_compared() =>
        Assert.Null(new KafkaSourceIdentity("c1", "events", null, null).Log);

    [Fact]
    public void The_name_contains_cluster_topic_and_topic_id() => Assert.Equal("kafka/c1/events/t2", Identity.Name);

    [Fact]
    public void Without_a_topic_id_the_name_ends_with_the_topic_and_incarnations_are_not_distinguished()
    {
        KafkaSourceIdentity old = Identity with { TopicId = null };
        Assert.Equal("kafka/c1/events", old.Name);
        Assert.Null(old.IncarnationPrefix);
        Assert.Null(Find(old, "kafka/c1/events"));
    }

    [Fact]
    public void Names_of_another_topic_have_another_prefix() =>
        Assert.False(
            (Identity with { Topic = "events-2" }).Name.StartsWith(Identity.IncarnationPrefix!, StringComparison.Ordinal));

    [Fact]
    public void A_topic_that_was_never_counted_or_is_the_same_is_accepted()
    {
        Assert.Null(Find(Identity));
        Assert.Null(Find(Identity, "kafka/c1/events/t2"));
        Assert.Null(Find(Identity, "kafka/c1/events/t1", "kafka/c1/events/t2"));
    }

    [Fact]
    public void A_topic_that_was_created_again_is_rejected_with_the_remedy()
    {
        string problem = Find(Identity with { AcceptedTopicId = "t1" }, "kafka/c1/events/t1")!;
        Assert.Contains("Topic events was deleted and created again", problem, StringComparison.Ordinal);
        Assert.Contains("'kafka/c1/events/t1'", problem, StringComparison.Ordinal);
        Assert.Contains("set Pathway:Kafka:AcceptTopicId to t2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operator_can_accept_the_new_topic() =>
        Assert.Null(Find(Identity with { AcceptedTopicId = "t2" }, "kafka/c1/events/t1"));

    [Fact]
    public void A_configured_identity_is_trusted() =>
        Assert.Null(Find(new ConfiguredIdentity("ours", "kafka/c1/events/t2"), "kafka/c1/events/t1"));

    private static string? Find(ISourceIdentity identity, params string[] known) => identity.FindRecreation(known);
}
