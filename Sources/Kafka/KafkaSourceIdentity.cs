namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Identifies the log that a topic's positions belong to. The offsets of a new cluster, or of a topic that was deleted and
/// created again, start at 0 again. The name contains the ids of both, so such positions are never mistaken for earlier ones.
/// </summary>
/// <param name="ClusterId">The cluster's id, from the brokers.</param>
/// <param name="Topic">The topic's name.</param>
/// <param name="TopicId">The topic's id, from the brokers; null if they are too old to have one.</param>
/// <param name="AcceptedTopicId"><see cref="KafkaOptions.AcceptTopicId"/>.</param>
internal sealed record KafkaSourceIdentity(string ClusterId, string Topic, string? TopicId, string? AcceptedTopicId)
    : ISourceIdentity
{
    /// <summary>The prefix of the names of all topics.</summary>
    internal const string NamePrefix = "kafka/";

    public string Name => TopicId is null ? $"{NamePrefix}{ClusterId}/{Topic}" : TopicPrefix + TopicId;

    public string? Log => TopicId is null ? null : Name;

    public string? IncarnationPrefix => TopicId is null ? null : TopicPrefix;

    public bool IsAccepted => TopicId is not null && AcceptedTopicId == TopicId;

    private string TopicPrefix => $"{NamePrefix}{ClusterId}/{Topic}/";

    public string DescribeRecreation(string earlier) =>
        $"Topic {Topic} was deleted and created again: its id is {TopicId}, and the records counted before came from " +
        $"'{earlier}'. To count the new topic in addition, set " +
        $"{KafkaOptions.Section}:{nameof(KafkaOptions.AcceptTopicId)} to {TopicId}; to start over, run `./pathway reset --all`.";

    public string DescribeOtherName(string other) =>
        $"Topic {Topic} ('{Name}') was counted before under the source name '{other}'. Its records would be counted a second " +
        $"time. Set {KafkaOptions.Section}:{nameof(KafkaOptions.SourceName)} to '{other}' to go on from there, or run " +
        "`./pathway reset --all` to start over.";
}
